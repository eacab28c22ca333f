"""The nightly job and its schedule. Which assets and checks exist is in `definitions`."""

from zoneinfo import ZoneInfo

import dagster as dg

TIMEZONE = "Asia/Shanghai"

NIGHTLY = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    description="One night: the departments' extracts in, every department's queue out, published at the end.",
)


# At 01:30 the departments' exports of the evening are in, and the offices open in seven hours.
@dg.schedule(
    name="nightly_at_half_past_one",
    job=NIGHTLY,
    cron_schedule="30 1 * * *",
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="01:30 Asia/Shanghai, the night of that calendar day. Switch it on in the web page.",
)
def nightly_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Ask for the night that the scheduled time names; a night asked for twice is one run."""
    night = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE)).strftime("%Y-%m-%d")
    return dg.RunRequest(run_key=night, partition_key=night)
