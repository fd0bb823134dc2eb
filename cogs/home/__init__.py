"""App Home: how the queue stands, at a glance.

What people see, from the top: how many items wait and how many of them are flagged, with the buttons Triage and
Contests; how long they have waited and where they come from; what waits for this person (escalated to them, held by
them in triage); what was decided today by them and by the team; the last seven days'
figures beside the seven before, with their chart and the button Insights; sources that are lost, silent or paused,
with the remedy; for managers, durable work that gave up; when this was drawn, and Refresh. An empty queue says so in
a friendly way. Ambassadors see their picks, their week and their buttons, in their own language: first where they
may not decide. It is drawn when the tab is opened and on Refresh; the chart follows when it is there.
"""

from bot.faces.cog import Cog

COG = Cog(
    key="home",
    title="App Home",
    personal_data="none of its own; it shows counts and what waits for a person.",
)
