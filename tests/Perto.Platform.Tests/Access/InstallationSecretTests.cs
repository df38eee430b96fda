namespace Perto.Platform.Tests;

public sealed class InstallationSecretTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task All_servers_of_an_installation_have_the_same_one_although_they_ask_at_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        byte[][] secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Server(test).GetAsync("subject", Token))));

        Assert.Equal(InstallationSecret.Length, secrets[0].Length);
        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.NotEqual(secrets[0], await Server(test).GetAsync("chain", Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_that_was_made_in_a_transaction_that_failed_was_never_made(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        InstallationSecret secrets = Server(test);
        byte[]? undone = null;
        await Assert.ThrowsAsync<ConflictException>(() => test.Database.WriteAsync(
            async Task<bool> (session) =>
            {
                undone = await secrets.GetAsync(session, "subject");
                throw new ConflictException("undone", "undone");
            },
            Token));

        byte[] kept = await secrets.GetAsync("subject", Token);
        Assert.NotEqual(undone, kept);
        Assert.Equal(kept, await test.Database.WriteAsync(session => secrets.GetAsync(session, "subject"), Token));
    }

    private static InstallationSecret Server(TestDatabase test) => new(test.Database, TimeProvider.System);
}
