using Npgsql;

namespace Perto.EndToEnd;

/// <summary>A job that falls due each second on every server of a cluster, and the log of its runs.</summary>
internal static class JobRuns
{
    private const string Job = "idempotency-cleaning";

    /// <summary>A setting for every server that shall run it.</summary>
    public static (string Name, string Value) EverySecond { get; } = ($"PERTO__JOBS__{Job}__SCHEDULE", "every 00:00:01");

    /// <summary>The runs so far, by fire time.</summary>
    public static async Task<IReadOnlyList<JobRun>> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand command = source.CreateCommand(
            $"select scheduled_for, state, server, started_at, finished_at from job_run where job = '{Job}' order by scheduled_for");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        List<JobRun> runs = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(new JobRun(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4)));
        }
        return runs;
    }

    /// <summary>No fire time ran twice, and no run began before the one before it had ended.</summary>
    public static void CheckOneAtATime(IReadOnlyList<JobRun> runs)
    {
        Assert.NotEmpty(runs);
        Assert.Equal(runs.Count, runs.Select(run => run.ScheduledAt).Distinct().Count());
        JobRun[] started = [.. runs.Where(run => run is { StartedAt: not null, State: "done" }).OrderBy(run => run.StartedAt)];
        Assert.NotEmpty(started);
        Assert.All(started.Zip(started.Skip(1)), pair => Assert.True(pair.First.FinishedAt <= pair.Second.StartedAt, $"{pair.First} and {pair.Second} ran at once"));
    }
}
