"""The answer pipeline (作答): one flat list of steps, one file a step."""
