using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class AuditLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_was_written_is_read_newest_first_by_filter_and_page_and_is_intact(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        AuditLog audit = Log(test, clock);
        for (int i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await audit.AppendAsync([Entry(i % 2 == 0 ? "even" : "odd", $"act.{i}")], Token);
        }
        await audit.AppendAsync([Entry("even", "other") with { Tenant = new TenantId("acme") }], Token);

        Page<AuditRecord> first = await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(2), Token);
        Page<AuditRecord> second = await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(2, first.NextCursor), Token);
        Assert.Equal([5L, 4, 3, 2], first.Items.Concat(second.Items).Select(entry => entry.Sequence));
        Assert.Equal(["act.3", "act.1"], await ActionsAsync(new AuditFilter { Actor = "odd" }));
        Assert.Equal(["act.2"], await ActionsAsync(new AuditFilter { Action = "act.2" }));
        DateTimeOffset third = first.Items[1].At.AddMinutes(-1);
        Assert.Equal(["act.3", "act.2"], await ActionsAsync(new AuditFilter { Since = third, Until = third.AddMinutes(2) }));
        Assert.Equal("v", first.Items[0].Details.GetProperty("k").GetString());
        AuditVerification verified = await audit.VerifyAsync(TenantId.Local, Token);
        Assert.True(verified.Intact);
        Assert.Equal((5, 1, 5), (verified.Entries, verified.First, verified.Last));

        async Task<IEnumerable<string>> ActionsAsync(AuditFilter filter) =>
            (await audit.ListAsync(TenantId.Local, filter, new Paging(), Token)).Items.Select(entry => entry.Action);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Every_column_of_a_row_that_is_changed_is_found(SqlDialect engine)
    {
        string[] changes =
        [
            "actor = 'y'", "action = 'x'", "target = 'x'", "outcome = 'failed'", "at = at + 1", "details = '{}'", "sequence = 100",
            "hash = (select hash from audit_entry where tenant = 'local' and sequence = 2)", "tenant = 'acme'",
        ];
        foreach (string change in changes)
        {
            await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
            AuditLog audit = await FilledAsync(test, 7);
            Assert.True((await audit.VerifyAsync(TenantId.Local, Token)).Intact);

            await ChangeAsync(test, $"update audit_entry set {change} where tenant = 'local' and sequence = 4");

            AuditVerification verified = await audit.VerifyAsync(TenantId.Local, Token);
            Assert.False(verified.Intact, change);
            Assert.Equal(4, verified.Faults[0].Sequence);
        }
    }

    [Theory]
    [InlineData("delete from audit_entry where sequence = 1", 1)]
    [InlineData("delete from audit_entry where sequence in (3, 4)", 3)]
    [InlineData("delete from audit_entry where sequence = 7", 7)]
    [InlineData("delete from audit_entry", 1)]
    [InlineData("update audit_chain set last_sequence = 6, last_hash = (select hash from audit_entry where sequence = 6)", 6)]
    [InlineData("update audit_chain set first_sequence = 3, anchor = (select hash from audit_entry where sequence = 2)", 7)]
    [InlineData("insert into audit_entry select tenant, 8, at, actor, action, target, outcome, details, hash from audit_entry where sequence = 7", 8)]
    [InlineData("update audit_entry set sequence = case sequence when 2 then 103 else 102 end where sequence in (2, 3); update audit_entry set sequence = sequence - 100 where sequence > 100", 2)]
    public async Task Rows_that_are_removed_added_or_moved_and_ends_that_are_moved_are_found(string change, long at)
    {
        foreach (SqlDialect engine in (SqlDialect[])[SqlDialect.Sqlite, SqlDialect.Postgres])
        {
            await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
            AuditLog audit = await FilledAsync(test, 7);

            await ChangeAsync(test, change);

            AuditVerification verified = await audit.VerifyAsync(TenantId.Local, Token);
            Assert.False(verified.Intact);
            Assert.Equal(at, verified.Faults[0].Sequence);
        }
    }

    [Fact]
    public async Task A_forged_rest_of_the_chain_does_not_fit_the_signature()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        AuditLog audit = await FilledAsync(test, 3);
        AuditRow[] rows = [.. await test.Database.ReadAsync(session => session.QueryAsync<AuditRow>($"select {AuditRow.Columns} from audit_entry order by sequence"), Token)];
        byte[] hash = rows[0].Hash;
        foreach (AuditRow row in rows[1..])
        {
            AuditRow forged = row with { Actor = "somebody-else" };
            hash = forged.HashAfter(TenantId.Local, hash);
            await test.Database.WriteAsync(session => session.ExecuteAsync(
                "update audit_entry set actor = @Actor, hash = @hash where sequence = @Sequence", new { forged.Actor, hash, forged.Sequence }), Token);
        }
        Assert.False((await audit.VerifyAsync(TenantId.Local, Token)).Intact);

        await test.Database.WriteAsync(session => session.ExecuteAsync("update audit_chain set last_hash = @hash", new { hash }), Token);

        Assert.Contains("signature", Assert.Single((await audit.VerifyAsync(TenantId.Local, Token)).Faults).Problem);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Many_that_append_at_once_make_one_chain(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(server => Task.Run(async () =>
        {
            AuditLog audit = Log(test, TimeProvider.System);
            for (int i = 0; i < 5; i++)
                await audit.AppendAsync([Entry($"{server}", "a"), Entry($"{server}", "b")], Token);
        })));

        AuditVerification verified = await Log(test, clock).VerifyAsync(TenantId.Local, Token);
        Assert.True(verified.Intact);
        Assert.Equal(40, verified.Entries);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_entry_in_a_transaction_is_kept_exactly_when_the_rest_is(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        AuditLog audit = await FilledAsync(test, 1);
        await Assert.ThrowsAsync<ConflictException>(() => test.Database.WriteAsync(
            async Task<bool> (session) =>
            {
                await audit.AppendAsync(session, Entry("x", "undone"));
                throw new ConflictException("undone", "undone");
            },
            Token));
        await test.Database.WriteAsync(session => audit.AppendAsync(session, Entry("x", "kept")), Token);

        Page<AuditRecord> entries = await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(), Token);
        Assert.Equal(["kept", "act.0"], entries.Items.Select(entry => entry.Action));
        Assert.True((await audit.VerifyAsync(TenantId.Local, Token)).Intact);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Entries_that_are_let_go_leave_an_anchor_that_the_rest_hangs_on(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        AuditLog audit = Log(test, clock);
        DateTimeOffset start = clock.GetUtcNow();
        for (int i = 0; i < 6; i++)
        {
            await audit.AppendAsync([Entry("x", string.Create(CultureInfo.InvariantCulture, $"act.{i}"))], Token);
            clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(3, await audit.TrimAsync(TenantId.Local, start.AddDays(3), Token));
        Assert.Equal(0, await audit.TrimAsync(TenantId.Local, start.AddDays(3), Token));

        AuditVerification verified = await audit.VerifyAsync(TenantId.Local, Token);
        Assert.True(verified.Intact);
        Assert.Equal((4, 4, 7), (verified.Entries, verified.First, verified.Last));
        Assert.Equal("audit.trim", (await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(1), Token)).Items[0].Action);

        await ChangeAsync(test, "delete from audit_entry where sequence = 4");
        Assert.Equal(4, (await audit.VerifyAsync(TenantId.Local, Token)).Faults[0].Sequence);
    }

    [Fact]
    public async Task A_person_stands_in_it_as_the_same_hash_for_every_server_and_never_by_name()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        string person = await Log(test, TimeProvider.System).PersonAsync(TenantId.Local, "ana@example.com", Token);
        string again = await test.Database.WriteAsync(session => Log(test, TimeProvider.System).PersonAsync(session, TenantId.Local, "ana@example.com"), Token);

        Assert.Equal(person, again);
        Assert.DoesNotContain("ana", person);
        Assert.NotEqual(person, await Log(test, TimeProvider.System).PersonAsync(new TenantId("acme"), "ana@example.com", Token));
    }

    [Fact]
    public async Task The_journal_writes_all_that_it_took_before_it_ends_and_joins_refusals_that_are_alike()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        AuditLog audit = Log(test, TimeProvider.System);
        using var journal = new AuditJournal(audit, new ManualTimeProvider(), NullLogger<AuditJournal>.Instance);
        await journal.StartAsync(Token);
        for (int i = 0; i < 50; i++)
            await journal.WriteAsync(Entry("unknown", "POST /v1/x") with { Outcome = AuditOutcome.Refused }, Token);
        await journal.WriteAsync(Entry("x", "first"), Token);
        await journal.FlushAsync(Token);

        AuditRecord[] entries = [.. (await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(), Token)).Items];
        Assert.Equal(["first", "POST /v1/x"], entries.Select(entry => entry.Action));
        Assert.Equal(50, entries[1].Details.GetProperty("count").GetInt32());

        await journal.WriteAsync(Entry("x", "second"), Token);
        await journal.StopAsync(Token);
        await journal.WriteAsync(Entry("x", "late"), Token);
        Assert.Equal(4, (await audit.VerifyAsync(TenantId.Local, Token)).Entries);
    }

    [Fact]
    public async Task The_journal_keeps_what_it_took_while_the_database_is_away()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var clock = new ManualTimeProvider();
        AuditLog there = await FilledAsync(test, 1);
        var failing = new FailingDatabase(test.Database) { FailingWrites = 1 };
        using var journal = new AuditJournal(new AuditLog(failing, new InstallationSecret(failing, clock), clock), clock, NullLogger<AuditJournal>.Instance);
        await journal.StartAsync(Token);
        await journal.WriteAsync(Entry("x", "kept"), Token);
        Task flushed = journal.FlushAsync(Token);
        // The gathering has one timer, and the next try another.
        while (failing.FailingWrites > 0)
            await Task.Yield();
        await clock.TimersAsync(1, Token);
        while (!flushed.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await flushed;
        Assert.Equal(2, (await there.VerifyAsync(TenantId.Local, Token)).Entries);
        await journal.StopAsync(Token);
    }

    private static AuditLog Log(TestDatabase test, TimeProvider clock) => new(test.Database, new InstallationSecret(test.Database, clock), clock);

    private static async Task<AuditLog> FilledAsync(TestDatabase test, int entries)
    {
        AuditLog audit = Log(test, new ManualTimeProvider());
        await audit.AppendAsync([.. Enumerable.Range(0, entries).Select(i => Entry("x", $"act.{i}"))], Token);
        return audit;
    }

    private static AuditEntry Entry(string actor, string action) => new()
    {
        Tenant = TenantId.Local,
        Actor = actor,
        Action = action,
        Details = new Dictionary<string, object?>(StringComparer.Ordinal) { ["k"] = "v" },
    };

    private static Task ChangeAsync(TestDatabase test, string sql) => test.Database.WriteAsync(session => session.ExecuteAsync(sql), Token);
}
