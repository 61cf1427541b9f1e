"""EDGE: one module per Lambda function, and the composition root. Only it knows API Gateway, Slack, Powertools."""
