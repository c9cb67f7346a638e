using System.Text.Json.Nodes;
using Segments.Schema;

namespace Segments.Tables;

/// <summary>What must hold for <c>task</c>. No task runs here, but schedules that Pinot refuses are refused.</summary>
public static class TaskRules
{
    /// <summary>Checks the tasks of a table.</summary>
    /// <exception cref="TableConfigException">Names the task and what to write.</exception>
    public static void Check(TableConfig config)
    {
        foreach ((string type, JsonNode? settings) in config.Section("task")["taskTypeConfigsMap"] as JsonObject ?? [])
        {
            if (settings is not JsonObject task)
            {
                throw new TableConfigException($"Task configuration for \"{type}\" cannot be null!");
            }

            if (task.Text("schedule") is { } schedule && QuartzSchedule.FaultOf(schedule) is { } fault)
            {
                throw new TableConfigException($"Task {type} contains an invalid cron schedule: {schedule} ({fault})");
            }
        }
    }
}
