"""Reads the permissions that the template gives."""


def listed(value):
    """The values of a property that may be a list, or one of two (`!If`)."""
    if isinstance(value, dict) and "Fn::If" in value:
        return value["Fn::If"][1:]
    return value if isinstance(value, list) else [value]


def statements(template, role):
    """What a role may do."""
    return [
        statement
        for each in template.resources[role]["Properties"].get("Policies", [])
        for policy in listed(each)
        if policy != {"Ref": "AWS::NoValue"}
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def allowed(template, role, action):
    """Resources that a function may do `action` to."""
    return [
        resource
        for statement in statements(template, role)
        if action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    ]
