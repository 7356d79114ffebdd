"""System checks: a wrong configuration says so in a sentence before anybody meets it."""
