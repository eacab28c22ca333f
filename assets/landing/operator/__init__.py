"""What an operator tells the night: corrections of known source errors, and volumes that are right though unusual.

They are files of the inbox, in the folder `operator`, so that a night stays a function of its deliveries.
"""
