"""The departments: those that send extracts and receive queues, and those that only receive. No routing rules here."""

# Keys are folder names of the inbox, asset key parts and table names; values are what staff read.
SENDING_DEPARTMENTS: dict[str, str] = {
    "civil_affairs": "民政",
    "medical_insurance": "医保",
    "education": "教育",
    "housing": "住建",
    "employment": "人社",
}

RECEIVING_ONLY: dict[str, str] = {
    "disabled_persons_federation": "残联",
    "emergency_management": "应急",
    "finance": "财政",
    "health": "卫健",
    "coordination": "协调机制",
}

DEPARTMENT_NAMES: dict[str, str] = SENDING_DEPARTMENTS | RECEIVING_ONLY
