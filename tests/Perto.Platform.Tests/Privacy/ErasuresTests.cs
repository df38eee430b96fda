using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

public sealed class ErasuresTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Everything_about_a_person_is_deleted_with_a_receipt_and_nothing_about_another(SqlDialect engine)
    {
        var notes = new Notebook();
        await using People people = await People.OpenAsync(engine, [notes]);

        ErasureReceipt receipt = await EraseAsync(people);

        Assert.Equal(["seen 2", "person 1", "sample/notebook 2"], Items(receipt));
        Assert.All(receipt.Sources, source => Assert.NotNull(source.DoneAt));
        Assert.Equal((ErasureState.Done, 5), (receipt.State, receipt.TotalItems));
        Assert.Equal(["other ana Heat", "t rui Heat"], await people.SeenAsync());
        Assert.Equal(["rui likes coffee"], notes.Notes);
        Assert.True(await people.Erasures.VerifyAsync(People.Tenant, receipt.Id, "ana", Token));
        Assert.False(await people.Erasures.VerifyAsync(People.Tenant, receipt.Id, "rui", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => people.Erasures.VerifyAsync(new TenantId("other"), receipt.Id, "ana", Token));
        Assert.NotEqual(receipt.SubjectHash, (await people.Erasures.RequestAsync(new TenantId("other"), "ana", Token)).SubjectHash);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_erasure_that_fails_in_the_middle_goes_on_and_its_receipt_counts_what_was_there(SqlDialect engine)
    {
        var notes = new Notebook { Failing = 1 };
        await using People people = await People.OpenAsync(engine, [notes]);
        ErasureReceipt asked = await people.Erasures.RequestAsync(People.Tenant, "ana", Token);

        ConflictException stopped = await Assert.ThrowsAsync<ConflictException>(() => people.Erasures.RunAsync(People.Tenant, asked.Id, Token));
        ErasureReceipt half = await people.Erasures.FindAsync(People.Tenant, asked.Id, Token);
        ErasureReceipt done = await people.Erasures.RunAsync(People.Tenant, asked.Id, Token);

        Assert.Equal("erasure_stopped", stopped.Code);
        Assert.Equal((ErasureState.Running, "The notes of (the person) cannot be burned."), (half.State, half.Failure));
        Assert.Equal((ErasureState.Done, null), (done.State, done.Failure));
        Assert.Equal(["seen 2", "person 1", "sample/notebook 2"], Items(done));
        Assert.Equal(half.Sources[0], done.Sources[0]);
        Assert.DoesNotContain(people.Log.Entries, entry => entry.Message.Contains("ana", StringComparison.Ordinal) || entry.Exception is not null);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_erasure_waits_for_a_place_that_is_busy_and_new_data_are_refused_meanwhile(SqlDialect engine)
    {
        await using People people = await People.OpenAsync(engine, [new Notebook { Busy = 1 }]);
        ErasureReceipt asked = await people.Erasures.RequestAsync(People.Tenant, "ana", Token);

        Assert.Equal(["ana"], await people.Suppressions.AmongAsync(People.Tenant, ["rui", "ana"], Token));
        Assert.True(await people.Erasures.RunWaitingAsync(Token));
        Assert.Equal(ErasureState.Running, (await people.Erasures.FindAsync(People.Tenant, asked.Id, Token)).State);
        ErasureReceipt again = await people.Erasures.RequestAsync(People.Tenant, "ana", Token);
        Assert.False(await people.Erasures.RunWaitingAsync(Token));

        Assert.Equal(asked.Id, again.Id);
        Assert.Equal(ErasureState.Done, (await people.Erasures.FindAsync(People.Tenant, asked.Id, Token)).State);
        Assert.NotEqual(asked.Id, (await people.Erasures.RequestAsync(People.Tenant, "ana", Token)).Id);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_erased_person_is_refused_until_that_is_lifted(SqlDialect engine)
    {
        await using People people = await People.OpenAsync(engine);
        await EraseAsync(people);
        SuppressionCheck check = await people.Suppressions.CheckAsync(Token);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => people.Database.WriteAsync(
            session => check.RequireAsync(session, People.Tenant, ["rui", "ana"], index => $"people[{index}]"), Token));
        Assert.Equal("person_erased", refused.Code);
        Assert.StartsWith("people[1] names", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await people.Suppressions.AmongAsync(new TenantId("other"), ["ana"], Token));
        Assert.Equal(1, await people.Suppressions.CountAsync(People.Tenant, Token));

        Assert.True(await people.Suppressions.LiftAsync(People.Tenant, "ana", Token));
        Assert.False(await people.Suppressions.LiftAsync(People.Tenant, "ana", Token));
        Assert.Empty(await people.Suppressions.AmongAsync(People.Tenant, ["ana"], Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Receipts_come_latest_first_in_pages(SqlDialect engine)
    {
        await using People people = await People.OpenAsync(engine);
        string first = (await people.Erasures.RequestAsync(People.Tenant, "ana", Token)).Id;
        string second = (await people.Erasures.RequestAsync(People.Tenant, "rui", Token)).Id;

        Page<ErasureReceipt> page = await people.Erasures.ListAsync(People.Tenant, new Paging(1), Token);
        Page<ErasureReceipt> rest = await people.Erasures.ListAsync(People.Tenant, new Paging(1, page.NextCursor), Token);

        Assert.Equal([second], page.Items.Select(receipt => receipt.Id));
        Assert.Equal([first], rest.Items.Select(receipt => receipt.Id));
        Assert.Null(rest.NextCursor);
        Assert.Equal(["seen 0", "person 0"], Items(rest.Items[0]));
    }

    [Fact]
    public async Task A_reader_of_an_old_state_keeps_a_purge_waiting_and_not_the_writes()
    {
        await using People people = await People.OpenAsync(SqlDialect.Sqlite);
        var reading = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        Task<long> reader = people.Database.ReadAsync(
            async session =>
            {
                await session.ScalarAsync<long>("select count(*) from seen");
                reading.SetResult();
                await end.Task;
                return await session.ScalarAsync<long>("select count(*) from seen");
            },
            Token);
        await reading.Task;
        ErasureReceipt asked = await people.Erasures.RequestAsync(People.Tenant, "ana", Token);
        Task<ErasureReceipt> erasing = Task.Run(() => people.Erasures.RunAsync(People.Tenant, asked.Id, Token), Token);
        while ((await people.Erasures.FindAsync(People.Tenant, asked.Id, Token)).State != ErasureState.Purging)
            await Task.Yield();
        await people.Database.WriteAsync(session => session.ExecuteAsync("update person set born = 1 where id = 'rui'"), Token);
        Assert.False(erasing.IsCompleted);

        end.SetResult();

        Assert.Equal(4, await reader);
        Assert.Equal(ErasureState.Done, (await erasing).State);
    }

    [Fact]
    public void A_module_cannot_declare_a_table_that_is_none() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection()
            .AddPerto(new ConfigurationBuilder().Build())
            .AddModule("sample", module => module.PersonalData("seen; drop table seen", "person")));

    [Fact]
    public void Two_places_cannot_have_one_name() =>
        Assert.Contains("sample/notebook", Assert.Throws<ArgumentException>(() => new PrivacyRegistry([], [], [new Notebook(), new Notebook()])).Message, StringComparison.Ordinal);

    private static async Task<ErasureReceipt> EraseAsync(People people)
    {
        ErasureReceipt asked = await people.Erasures.RequestAsync(People.Tenant, "ana", Token);
        return await people.Erasures.RunAsync(People.Tenant, asked.Id, Token);
    }

    private static IEnumerable<string> Items(ErasureReceipt receipt) => receipt.Sources.Select(source => $"{source.Source} {source.Items}");
}
