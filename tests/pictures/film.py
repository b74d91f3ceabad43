"""placeholder"""
def shoot(browser: object) -> None:
    """later"""
