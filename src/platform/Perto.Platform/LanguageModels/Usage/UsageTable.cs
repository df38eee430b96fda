using System.Globalization;

namespace Perto.Platform;

/// <summary>The rows of <c>language_usage</c>.</summary>
internal static class UsageTable
{
    private const string DayFormat = "yyyy-MM-dd";

    private const string AddSql =
        """
        insert into language_usage (tenant, day, provider, model, purpose, requests, texts, input_tokens, output_tokens, searches, cost_micro_usd, unpriced, estimated)
        values (@Tenant, @Day, @Provider, @Model, @Purpose, @Requests, @Texts, @InputTokens, @OutputTokens, @Searches, @Cost, @Unpriced, @Estimated)
        on conflict (tenant, day, provider, model, purpose) do update set
            requests = language_usage.requests + excluded.requests,
            texts = language_usage.texts + excluded.texts,
            input_tokens = language_usage.input_tokens + excluded.input_tokens,
            output_tokens = language_usage.output_tokens + excluded.output_tokens,
            searches = language_usage.searches + excluded.searches,
            cost_micro_usd = language_usage.cost_micro_usd + excluded.cost_micro_usd,
            unpriced = language_usage.unpriced + excluded.unpriced,
            estimated = language_usage.estimated + excluded.estimated
        """;

    /// <summary>Adds to the rows.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="rows">What to add, with the whole millionths of a dollar of each.</param>
    public static Task AddAsync(DatabaseSession session, IEnumerable<(UsageKey Key, UsageTotals Totals, long MicroUsd)> rows) =>
        session.ExecuteAsync(AddSql, rows
            // All servers in one order: none waits for another that waits for it.
            .OrderBy(row => (row.Key.Tenant, row.Key.Day, row.Key.Provider, row.Key.Model, row.Key.Purpose))
            .Select(row => new
            {
                row.Key.Tenant,
                Day = Text(row.Key.Day),
                row.Key.Provider,
                row.Key.Model,
                row.Key.Purpose,
                row.Totals.Requests,
                row.Totals.Texts,
                row.Totals.InputTokens,
                row.Totals.OutputTokens,
                row.Totals.Searches,
                Cost = row.MicroUsd,
                row.Totals.Unpriced,
                row.Totals.Estimated,
            })
            .ToList());

    /// <summary>What was spent on a day, and in its month up to it, by tenant.</summary>
    public static async Task<IReadOnlyDictionary<string, Spent>> SpentAsync(DatabaseSession session, DateOnly day)
    {
        IReadOnlyList<SpentRow> rows = await session.QueryAsync<SpentRow>(
            """
            select tenant, cast(sum(case when day = @Day then cost_micro_usd else 0 end) as bigint) as day, cast(sum(cost_micro_usd) as bigint) as month
            from language_usage where day >= @Month and day <= @Day group by tenant
            """,
            new { Day = Text(day), Month = Text(new DateOnly(day.Year, day.Month, 1)) });
        return rows.ToDictionary(row => row.Tenant, row => new Spent(row.Day, row.Month), StringComparer.Ordinal);
    }

    /// <summary>The rows of a tenant, the newest days first.</summary>
    public static async Task<IReadOnlyList<ModelUsageRow>> ReadAsync(DatabaseSession session, string tenant, DateOnly from, DateOnly to)
    {
        IReadOnlyList<UsageRow> rows = await session.QueryAsync<UsageRow>(
            """
            select day, provider, model, purpose, requests, texts, input_tokens, output_tokens, searches, cost_micro_usd, unpriced, estimated
            from language_usage where tenant = @tenant and day >= @from and day <= @to
            order by day desc, provider, model, purpose
            """,
            new { tenant, from = Text(from), to = Text(to) });
        return [.. rows.Select(row => row.ToUsage())];
    }

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private sealed record SpentRow
    {
        public string Tenant { get; init; } = "";

        public long Day { get; init; }

        public long Month { get; init; }
    }

    private sealed record UsageRow
    {
        public string Day { get; init; } = "";

        public string Provider { get; init; } = "";

        public string Model { get; init; } = "";

        public string Purpose { get; init; } = "";

        public long Requests { get; init; }

        public long Texts { get; init; }

        public long InputTokens { get; init; }

        public long OutputTokens { get; init; }

        public long Searches { get; init; }

        public long CostMicroUsd { get; init; }

        public long Unpriced { get; init; }

        public long Estimated { get; init; }

        public ModelUsageRow ToUsage() => new()
        {
            Day = DateOnly.ParseExact(Day, DayFormat, CultureInfo.InvariantCulture),
            Provider = Provider,
            Model = Model,
            Purpose = Purpose,
            Requests = Requests,
            Texts = Texts,
            InputTokens = InputTokens,
            OutputTokens = OutputTokens,
            Searches = Searches,
            CostMicroUsd = CostMicroUsd,
            UnpricedRequests = Unpriced,
            EstimatedRequests = Estimated,
        };
    }
}
