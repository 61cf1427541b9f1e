"""The one part of spend that knows DynamoDB: items in, items out, and errors that say whether trying again helps."""
