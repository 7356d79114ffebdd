"""How every form is drawn: labels, hints and errors of ours, from the project's templates."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` draws all fields, `{{ form.name.as_field_group }}` one: label, hint, control, error."""

    form_template_name = "components/_form.html"
    field_template_name = "components/_field.html"
