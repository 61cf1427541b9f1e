"""EDGE: one module per Lambda function, and the composition root. The only place that knows API Gateway and Powertools."""
