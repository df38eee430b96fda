namespace Perto.Platform.Tests;

public sealed class RetentionPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Rows_that_are_too_old_go_in_batches_and_others_stay(SqlDialect engine)
    {
        var followed = new List<string>();
        await using People people = await People.OpenAsync(engine, settings: Keeping(("SEEN", "10.00:00:00")), followers: [new Follower(followed)]);
        await people.Database.WriteAsync(
            session => session.BulkInsertAsync(
                "seen", ["tenant", "person", "title", "at"], Enumerable.Range(0, RetentionPolicy.BatchSize).ToArray(), title => ["t", "rui", $"old {title}", 1L]),
            Token);

        RetentionReport report = await people.Retention.RunAsync(Token);
        RetentionReport again = await people.Retention.RunAsync(Token);

        Assert.Equal(RetentionPolicy.BatchSize + 3, report.Tables["seen"]);
        Assert.Equal(0, again.Tables["seen"]);
        Assert.Equal(["t ana Heat"], await people.SeenAsync());
        Assert.Equal(["other seen ana", "t seen ana", "t seen rui"], followed.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_setting_nothing_is_too_old()
    {
        await using People people = await People.OpenAsync(SqlDialect.Sqlite);

        Assert.False(people.Retention.HasRules);
        Assert.Empty((await people.Retention.RunAsync(Token)).Tables);
        Assert.Equal(4, (await people.SeenAsync()).Count);
    }

    [Theory]
    [InlineData("seen", "soon", "Perto:Privacy:Retention:seen")]
    [InlineData("seen", "00:30:00", "at least an hour")]
    [InlineData("person", "1.00:00:00", "allowed: seen")]
    public async Task A_rule_that_cannot_be_used_is_told(string table, string kept, string says)
    {
        InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(
            () => People.OpenAsync(SqlDialect.Sqlite, settings: Keeping((table, kept))));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static PrivacySettings Keeping((string Table, string Kept) rule) => new() { Retention = { [rule.Table] = rule.Kept } };

    private sealed class Follower(List<string> followed) : IRetentionFollower
    {
        public Task TrimmedAsync(DatabaseSession session, TenantId tenant, string table, IReadOnlyList<string> subjects)
        {
            followed.AddRange(subjects.Select(subject => $"{tenant} {table} {subject}"));
            return Task.CompletedTask;
        }
    }
}
