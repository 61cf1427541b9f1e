"""What is found in the permissions and is meant to be so, each with its reason. All of them are here."""

from local.audit.permissions import Finding

_MACHINE = "DatasetStateMachineRole"
_LOG_DELIVERY = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)

REASONS: dict[Finding, str] = {
    Finding(_MACHINE, "every resource", action): (
        "Step Functions sets the delivery of a state machine's log up by the machine's own role, and CloudWatch allows "
        "these for no single log group. The role is taken on by Step Functions alone, whose definition calls two "
        "functions and nothing else."
    )
    for action in _LOG_DELIVERY
} | {
    Finding(
        "ApiLogRole",
        "policy of AWS's",
        "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ): (
        "API Gateway has one role per account and region to write logs with, and AWS asks for this policy. Whoever has "
        "set one already says ManageApiLogRole=false, and this role is not made."
    )
}
