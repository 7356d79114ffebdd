"""What machines are called: this one on the home network, and those that visit."""

import socket


def home_address() -> str | None:
    """The address under which others on the home network reach this machine; None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, only a route chosen
            address: str = probe.getsockname()[0]
        except OSError:
            return None
    return address


def home_url(host: str, port: int) -> str:
    """Where somebody at home reaches a server that listens on `host`."""
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
    return f"http://{(home_address() or 'localhost') if everywhere else host}:{port}"


def own_names() -> list[str]:
    """Host names and addresses that a browser on the home network may use for this machine."""
    name = socket.gethostname().lower()
    return [each for each in (home_address(), name, f"{name}.local") if each]


def device_name(agent: str) -> str:
    """What people would call the machine that sends this User-Agent header."""
    if "iPad" in agent or "Tablet" in agent or ("Android" in agent and "Mobile" not in agent):
        return "태블릿"
    return "휴대폰" if "iPhone" in agent or "Mobile" in agent else "컴퓨터"
