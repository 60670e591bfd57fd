"""What operators see: metrics, logs, and `sapujejak doctor`.

metrics    counts for Prometheus, without a person
logs       lines that hold no secret and no person
doctor     what the bot needs, tried one by one
"""
