"""What the stack may do, by a tool that reads policies; what is too much is found, and what cannot be asked fails."""

import os
import subprocess
from pathlib import Path

import pytest

from local.template import ROOT, Template

AUDIT = ROOT / ".audit" / "bin"
TEMPLATE = (ROOT / "template.yaml").read_text()
ANNOUNCE = """              - Effect: Allow
                Action: sns:Publish
                Resource: !Ref RatesTopic
"""


def run(command, **more):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **more)
    return done.returncode, done.stdout + done.stderr


def permissions(path):
    environment = os.environ | {"PYTHONPATH": "src"}
    return run([AUDIT / "python", "-m", "local.audit", str(path)], env=environment)


def test_no_role_may_do_too_much_but_for_exceptions_with_reasons():
    assert permissions(ROOT / "template.yaml") == (
        0,
        "14 roles, 3 ways to deploy: nothing too much, 9 exceptions with reasons\n",
    )


BAD = {
    "infrastructure modification: s3:PutBucketPolicy": ("s3:PutBucketPolicy", "'*'"),
    "resource exposure: s3:PutBucketPolicy": ("s3:PutBucketPolicy", "'*'"),
    "data exfiltration: s3:GetObject": ("s3:GetObject", "'*'"),
    "data exfiltration: ssm:GetParameter": ("[ssm:GetParameter]", "'*'"),
    "credentials exposure: sts:AssumeRole": ("sts:AssumeRole", "'*'"),
    "a whole service: dynamodb": ("dynamodb:*", "!GetAtt SpendTable.Arn"),
    "actions by a wildcard: dynamodb:Put*": ("dynamodb:Put*", "!GetAtt SpendTable.Arn"),
    "every resource: sqs:SendMessage": ("sqs:SendMessage", "['*']"),
    "no action of AWS's: sns:Publsh": ("sns:Publsh", "!Ref RatesTopic"),
    "privilege escalation: PassExistingRoleToNewLambdaThenInvoke": (
        "[iam:PassRole, lambda:CreateFunction, lambda:InvokeFunction]",
        "'*'",
    ),
}


@pytest.mark.parametrize("finding", BAD)
def test_a_permission_that_is_too_much_is_found(tmp_path, finding):
    action, resource = BAD[finding]
    worse = ANNOUNCE.replace("sns:Publish", action).replace("!Ref RatesTopic", resource)
    assert TEMPLATE.count(ANNOUNCE) == 1
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE.replace(ANNOUNCE, worse))
    code, said = permissions(path)
    assert code == 1
    assert f"too much: IncomingRatesFunctionRole: {finding}" in said


OF_THIS_ACCOUNT = """            Condition:
              StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}

  RatesTopic:"""
BUCKET_POLICY = """      Bucket: !Ref RatesBucket
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
"""
PUBLIC = "          - {Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: !GetAtt RatesBucket.Arn}\n"
SCHEDULER = "Principal: {Service: scheduler.amazonaws.com}"


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (SCHEDULER, "Principal: {AWS: '*'}", "AlertsScheduleRole: trusts: {'AWS': '*'}"),
        (OF_THIS_ACCOUNT, "\n  RatesTopic:", "IncomingRatesFailuresPolicy: open to others: sqs:SendMessage"),
        (BUCKET_POLICY, BUCKET_POLICY + PUBLIC, "RatesBucketPolicy: open to others: s3:GetObject"),
    ],
    ids=["trust", "queue", "bucket"],
)
def test_what_is_open_to_others_is_found(tmp_path, before, after, finding):
    assert TEMPLATE.count(before) == 1
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE.replace(before, after))
    code, said = permissions(path)
    assert code == 1
    assert f"too much: {finding}" in said


def test_an_exception_that_nothing_needs_any_more_is_told(tmp_path):
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE.replace("                  - logs:DescribeLogGroups\n", ""))
    code, said = permissions(path)
    assert code == 1
    assert "needs any more: DatasetStateMachineRole: every resource: logs:DescribeLogGroups" in said


def test_code_that_is_unsafe_is_found(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("import pickle\n\n\ndef read(text):\n    return pickle.loads(text), eval(text)\n")
    command = [AUDIT / "bandit", "--quiet", "--configfile", "pyproject.toml", bad]
    code, said = run(command)
    assert code == 1
    assert "B301" in said
    assert "B307" in said


# --- Packages ------------------------------------------------------------


@pytest.fixture
def packages(tmp_path):
    """Runs the script that asks about packages, with tools that answer as is said."""
    for name in ("local/audit", ".audit/bin", ".node/bin", "requirements", "src", "web"):
        (tmp_path / name).mkdir(parents=True)
    script = tmp_path / "local" / "audit" / "packages.sh"
    script.write_bytes((ROOT / "local" / "audit" / "packages.sh").read_bytes())
    for name in ("requirements/dev.txt", "src/requirements.txt"):
        (tmp_path / name).write_text("")

    def asked(pip, npm):
        for path, (code, said) in {".audit/bin/pip-audit": pip, ".node/bin/npm": npm}.items():
            tool = Path(tmp_path / path)
            tool.write_text(f"#!/bin/sh\necho '{said}'\nexit {code}\n")
            tool.chmod(0o755)
        return run(["sh", script])

    return asked


SOUND = (0, "No known vulnerabilities found")


def test_packages_that_are_sound_pass(packages):
    code, said = packages(SOUND, (0, "found 0 vulnerabilities"))
    assert code == 0
    assert said.count("No known vulnerabilities found") == 2


@pytest.mark.parametrize(
    ("pip", "npm", "told"),
    [
        ((1, "Found 1 known vulnerability"), SOUND, "src/requirements.txt: FAILED"),
        ((1, "Dependency not found on PyPI and could not be audited"), SOUND, "could not be audited"),
        (SOUND, (1, "audit endpoint returned an error"), "web/package-lock.json: FAILED"),
    ],
)
def test_what_is_vulnerable_and_what_cannot_be_asked_fails_and_says_so(packages, pip, npm, told):
    code, said = packages(pip, npm)
    assert code == 1
    assert told in said
    assert "not every package is known to be sound" in said


# --- Encryption ------------------------------------------------------------


def test_everything_that_is_kept_is_encrypted():
    template = Template.read()
    assert all(queue["SqsManagedSseEnabled"] for queue in template.of_type("AWS::SQS::Queue").values())
    for table in template.of_type("AWS::DynamoDB::Table").values():
        assert table["SSESpecification"] == {"SSEEnabled": True}
        assert table["DeletionProtectionEnabled"]
    assert all("BucketEncryption" in bucket for bucket in template.of_type("AWS::S3::Bucket").values())
    assert len(template.of_type("AWS::S3::Bucket")) == len(template.of_type("AWS::S3::BucketPolicy"))
