"""What is asked: the questionnaire as typed declarations. Pure; knows no file, database or screen."""
