using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class KeyStoreTests
{
    private static readonly ManualTimeProvider Still = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_key_opens_its_tenant_with_its_scopes_and_is_kept_only_as_a_digest(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var keys = new Keys(test.Database, Still);
        IssuedKey issued = await keys.Store.CreateAsync(
            Caller.Local, new KeyDraft { Name = "shop", Scopes = ["streaming:write", "vectors:read"], Tenant = "acme" }, Token);

        KeyCheck check = await keys.Ring.CheckAsync(issued.Key, Token);

        Assert.Equal(KeyState.Active, check.State);
        Assert.Equal("acme", check.Caller!.Tenant.Value);
        Assert.Equal(issued.Details.Id, check.Caller.Actor);
        Assert.Equal(["streaming:write", "vectors:read"], check.Caller.Scopes.Texts);
        Assert.DoesNotContain(issued.Key, issued.ToString());
        IReadOnlyList<object> rows = await test.Database.ReadAsync(session => session.QueryAsync<object>("select * from api_key"), Token);
        foreach (object? value in ((IDictionary<string, object?>)Assert.Single(rows)).Values)
        {
            string text = value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value?.ToString() ?? "";
            Assert.DoesNotContain(issued.Key[15..], text);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_key_with_the_right_prefix_and_another_secret_is_nobodys(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var keys = new Keys(test.Database, Still);
        IssuedKey issued = await keys.CreateAsync("read");
        string forged = Forged(issued.Details.Prefix);

        Assert.True(KeyText.IsKey(forged));
        Assert.Null(await keys.StateAsync(forged));
        Assert.Null(await keys.StateAsync(KeyText.New()));
        Assert.Equal(KeyState.Active, await keys.StateAsync(issued.Key));
        Assert.Null(await keys.StateAsync(forged));
        Assert.True(keys.Ring.HasSeen(issued.Key));
        Assert.False(keys.Ring.HasSeen(forged));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_key_ends_at_its_moment_although_it_was_just_looked_up(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var keys = new Keys(test.Database, clock);
        IssuedKey issued = await keys.Store.CreateAsync(Caller.Local, new KeyDraft { Name = "short", Scopes = ["read"], ExpiresInSeconds = 2 }, Token);

        Assert.Equal(KeyState.Active, await keys.StateAsync(issued.Key));
        clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(KeyState.Active, await keys.StateAsync(issued.Key));
        clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(KeyState.Expired, await keys.StateAsync(issued.Key));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_revoked_key_is_refused_here_at_once_and_by_another_server_within_five_seconds(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var here = new Keys(test.Database, clock);
        var there = new Keys(test.Database, clock);
        IssuedKey issued = await here.CreateAsync("write");
        Assert.Equal(KeyState.Active, await here.StateAsync(issued.Key));
        Assert.Equal(KeyState.Active, await there.StateAsync(issued.Key));

        await here.Store.RevokeAsync(Caller.Local, issued.Details.Id, cancellationToken: Token);

        Assert.Equal(KeyState.Revoked, await here.StateAsync(issued.Key));
        Assert.Equal(KeyState.Active, await there.StateAsync(issued.Key));
        clock.Advance(KeyRing.Life);
        Assert.Equal(KeyState.Revoked, await there.StateAsync(issued.Key));
        Assert.Equal(TimeSpan.FromSeconds(5), KeyRing.Life);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_rotated_key_works_beside_its_successor_until_the_grace_is_over(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var keys = new Keys(test.Database, clock);
        IssuedKey old = await keys.CreateAsync("vectors:write");
        await keys.StateAsync(old.Key);

        IssuedKey next = await keys.Store.RotateAsync(Caller.Local, old.Details.Id, new KeyRotation { GraceSeconds = 60 }, cancellationToken: Token);

        Assert.Equal(old.Details.Id, next.Details.RotatedFrom);
        Assert.Equal(old.Details.Scopes, next.Details.Scopes);
        Assert.Equal(KeyState.Active, await keys.StateAsync(old.Key));
        Assert.Equal(KeyState.Active, await keys.StateAsync(next.Key));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(KeyState.Expired, await keys.StateAsync(old.Key));
        Assert.Equal(KeyState.Active, await keys.StateAsync(next.Key));
        var gone = await Assert.ThrowsAsync<ConflictException>(() => keys.Store.RotateAsync(Caller.Local, old.Details.Id, new KeyRotation(), cancellationToken: Token));
        Assert.Equal("key_not_active", gone.Code);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Of_servers_that_start_together_one_makes_the_first_key_and_never_again(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        IssuedKey?[] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new Keys(test.Database, Still).Store.CreateFirstAsync(Token))));

        IssuedKey first = Assert.Single(made, key => key is not null)!;
        var keys = new Keys(test.Database, Still);
        Assert.Equal(KeyState.Active, await keys.StateAsync(first.Key));
        Assert.Equal(["operator"], first.Details.Scopes);
        await keys.Store.RevokeAsync(Caller.Local, first.Details.Id, cancellationToken: Token);
        Assert.Null(await keys.Store.CreateFirstAsync(Token));
        Assert.True((await keys.Audit.VerifyAsync(TenantId.Local, Token)).Intact);
    }

    [Fact]
    public async Task Nobody_gives_takes_or_replaces_more_than_they_have()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var keys = new Keys(test.Database, Still);
        IssuedKey strong = await keys.CreateAsync("admin");
        Caller weak = Keys.With("keys:admin", "vectors:admin");

        await Assert.ThrowsAsync<ScopeMissingException>(() => keys.Store.CreateAsync(weak, new KeyDraft { Name = "x", Scopes = ["read"] }, Token));
        await Assert.ThrowsAsync<ScopeMissingException>(() => keys.Store.RotateAsync(weak, strong.Details.Id, new KeyRotation(), cancellationToken: Token));
        await Assert.ThrowsAsync<ScopeMissingException>(() => keys.Store.RevokeAsync(weak, strong.Details.Id, cancellationToken: Token));
        Assert.Equal(KeyState.Active, await keys.StateAsync(strong.Key));
        Assert.NotNull(await keys.Store.CreateAsync(weak, new KeyDraft { Name = "x", Scopes = ["vectors:write"] }, Token));
    }

    [Fact]
    public async Task Only_an_operator_names_another_tenant_and_its_keys_do_not_exist_for_others()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var keys = new Keys(test.Database, Still);
        IssuedKey theirs = await keys.Store.CreateAsync(Caller.Local, new KeyDraft { Name = "theirs", Scopes = ["read"], Tenant = "acme" }, Token);
        Caller admin = Keys.With("admin");

        await Assert.ThrowsAsync<ScopeMissingException>(() => keys.Store.CreateAsync(admin, new KeyDraft { Name = "x", Scopes = ["read"], Tenant = "acme" }, Token));
        await Assert.ThrowsAsync<ScopeMissingException>(() => keys.Store.ListAsync(admin, "acme", new Paging(), Token));
        await Assert.ThrowsAsync<NotFoundException>(() => keys.Store.RevokeAsync(admin, theirs.Details.Id, cancellationToken: Token));
        Assert.Empty((await keys.Store.ListAsync(admin, null, new Paging(), Token)).Items);
        Assert.Single((await keys.Store.ListAsync(Caller.Local, "acme", new Paging(), Token)).Items);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("name", "line\nbreak")]
    [InlineData("tenant", "ACME")]
    [InlineData("tenant", "_installation")]
    [InlineData("expires_in_seconds", "0")]
    [InlineData("expires_in_seconds", "9223372036854775807")]
    [InlineData("expires_at", "2025-01-01T00:00:00Z")]
    public async Task What_a_key_cannot_be_is_refused_by_the_name_of_the_field(string field, string value)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var keys = new Keys(test.Database, Still);
        var draft = new KeyDraft { Name = "good", Scopes = ["read"] };
        draft = field switch
        {
            "name" => draft with { Name = value },
            "tenant" => draft with { Tenant = value },
            "expires_in_seconds" => draft with { ExpiresInSeconds = long.Parse(value) },
            _ => draft with { ExpiresAt = DateTimeOffset.Parse(value) },
        };

        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => keys.Store.CreateAsync(Caller.Local, draft, Token));

        Assert.Equal(field, refused.Field);
        Assert.Empty((await keys.Store.ListAsync(Caller.Local, null, new Paging(), Token)).Items);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_list_has_pages_and_says_when_a_key_was_last_used_without_a_write_for_each_use(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var keys = new Keys(test.Database, clock);
        IssuedKey[] made = [await keys.CreateAsync("read"), await keys.CreateAsync("read"), await keys.CreateAsync("read")];
        var use = new KeyUse(test.Database, clock, NullLogger<KeyUse>.Instance);
        clock.Advance(TimeSpan.FromSeconds(90));
        use.Note(made[1].Details);
        use.Note(made[1].Details);
        await use.WriteAsync(Token);
        await use.WriteAsync(Token);

        Page<ApiKey> first = await keys.Store.ListAsync(Caller.Local, null, new Paging(2), Token);
        Page<ApiKey> second = await keys.Store.ListAsync(Caller.Local, null, new Paging(2, first.NextCursor), Token);

        Assert.Equal(made.Select(key => key.Details.Id), first.Items.Concat(second.Items).Select(key => key.Id));
        Assert.Null(second.NextCursor);
        Assert.Null(first.Items[0].LastUsedAt);
        Assert.Equal(clock.GetUtcNow().AddSeconds(-30), first.Items[1].LastUsedAt);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_request_costs_no_query_while_the_key_is_known_and_a_failed_look_up_is_not_kept(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        IssuedKey issued = await new Keys(test.Database, clock).CreateAsync("read");
        var failing = new FailingDatabase(test.Database) { FailingReads = 1 };
        var ring = new KeyRing(failing, clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ring.CheckAsync(issued.Key, Token));
        Assert.Equal(KeyState.Active, (await ring.CheckAsync(issued.Key, Token)).State);
        failing.FailingReads = 1;
        Assert.Equal(KeyState.Active, (await ring.CheckAsync(issued.Key, Token)).State);
        clock.Advance(KeyRing.Life);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ring.CheckAsync(issued.Key, Token));
    }

    // The prefix of one key and the secret of another, with a check that fits: what somebody makes who knows a prefix from a list.
    private static string Forged(string prefix)
    {
        const string characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        string text = $"perto_{prefix}_{new string('0', 43)}";
        uint rest = Perto.Numerics.Crc32C.Of(Encoding.ASCII.GetBytes(text));
        char[] check = new char[6];
        for (int place = 5; place >= 0; place--, rest /= 62)
            check[place] = characters[(int)(rest % 62)];
        return text + new string(check);
    }
}
