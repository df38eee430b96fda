using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>What a crash leaves behind, which no request can show.</summary>
public abstract class IdempotencyStoreTests : IAsyncLifetime
{
    private static readonly RequestFingerprint Request = new("POST /v1/probe/things", "aa");
    private static readonly RequestFingerprint OtherRequest = new("POST /v1/probe/things", "bb");

    private readonly TestDatabase _database;
    private readonly ManualTimeProvider _clock = new();
    private RunningServer _server = null!;
    private IdempotencyStore _store = null!;

    private protected IdempotencyStoreTests(TestDatabase database) => _database = database;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            perto => perto.Services.AddSingleton<TimeProvider>(_clock), [new("Perto:Workers", "false"), .. await _database.CreateAsync()]);
        _store = _server.Host.Services.GetRequiredService<IdempotencyStore>();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_claim_whose_holder_died_lapses_and_another_takes_over()
    {
        IdempotencyClaim dead = await HeldAsync(Request);
        _clock.Advance(IdempotencyStore.ClaimTime - TimeSpan.FromSeconds(1));
        Assert.IsType<ClaimOutcome.InProgress>(await ClaimAsync(Request));
        _clock.Advance(TimeSpan.FromSeconds(1));
        IdempotencyClaim taken = await HeldAsync(Request);
        Assert.NotEqual(dead.Id, taken.Id);
    }

    [Fact]
    public async Task A_lapsed_claim_is_not_given_to_a_different_request()
    {
        await HeldAsync(Request);
        _clock.Advance(IdempotencyStore.ClaimTime);
        Assert.IsType<ClaimOutcome.Reused>(await ClaimAsync(OtherRequest));
    }

    [Fact]
    public async Task The_answer_of_a_holder_that_was_replaced_is_not_kept()
    {
        IdempotencyClaim late = await HeldAsync(Request);
        _clock.Advance(IdempotencyStore.ClaimTime);
        IdempotencyClaim taken = await HeldAsync(Request);
        await _store.CompleteAsync(late, Answer(500), CancellationToken.None);
        await _store.ReleaseAsync(late, CancellationToken.None);
        Assert.IsType<ClaimOutcome.InProgress>(await ClaimAsync(Request));

        await _store.CompleteAsync(taken, Answer(201), CancellationToken.None);
        var answered = Assert.IsType<ClaimOutcome.Answered>(await ClaimAsync(Request));
        Assert.Equal(201, answered.Answer.Status);
    }

    [Fact]
    public async Task A_holder_at_work_keeps_its_claim_however_long_it_takes()
    {
        IdempotencyClaim claim = await HeldAsync(Request);
        await _store.RenewAsync(claim, CancellationToken.None);
        _clock.Advance(IdempotencyStore.ClaimTime / 2);
        await _store.RenewAsync(claim, CancellationToken.None);
        _clock.Advance(IdempotencyStore.ClaimTime / 2);
        Assert.IsType<ClaimOutcome.InProgress>(await ClaimAsync(Request));
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_a_claim_holds_is_not_carried_out_twice()
    {
        Task<HttpResponseMessage> first = _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        await _server.Probe.Waiting.Task;
        long claimed = await ClaimedUntilAsync();
        _clock.Advance(IdempotencyStore.ClaimTime / 3);
        while (await ClaimedUntilAsync() == claimed)
            await Task.Yield();
        _clock.Advance((IdempotencyStore.ClaimTime / 3 * 2) + TimeSpan.FromSeconds(1));

        HttpResponseMessage second = await _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        await second.ProblemAsync(409, "idempotency_in_progress");
        _server.Probe.GoOn.SetResult();
        Assert.Equal("done", await (await first).Content.ReadAsStringAsync());
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Fact]
    public async Task Keys_of_two_tenants_are_two_keys()
    {
        await HeldAsync(Request);
        Assert.IsType<ClaimOutcome.Held>(
            await _store.ClaimAsync(new TenantId("other"), "key", OtherRequest, CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_then_the_key_is_free_for_any_request()
    {
        var answer = new StoredAnswer(201, new Dictionary<string, string> { ["Location"] = "/v1/x" }, [0, 255, 10]);
        await _store.CompleteAsync(await HeldAsync(Request), answer, CancellationToken.None);
        _clock.Advance(IdempotencyStore.KeepTime - TimeSpan.FromSeconds(1));
        var kept = Assert.IsType<ClaimOutcome.Answered>(await ClaimAsync(Request));
        Assert.Equal(answer.Status, kept.Answer.Status);
        Assert.Equal(answer.Headers, kept.Answer.Headers);
        Assert.Equal(answer.Body, kept.Answer.Body);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<ClaimOutcome.Held>(await ClaimAsync(OtherRequest));
        Assert.IsType<ClaimOutcome.Reused>(await ClaimAsync(Request));
    }

    [Fact]
    public async Task What_has_expired_is_deleted()
    {
        IdempotencyClaim claim = await HeldAsync(Request);
        await _store.CompleteAsync(claim, Answer(200), CancellationToken.None);
        Assert.Equal(0, await _store.DeleteExpiredAsync(CancellationToken.None));
        _clock.Advance(IdempotencyStore.KeepTime);
        Assert.Equal(1, await _store.DeleteExpiredAsync(CancellationToken.None));
    }

    private Task<long> ClaimedUntilAsync() => _server.Host.Services.GetRequiredService<IDatabase>().ReadAsync(
        session => session.ScalarAsync<long>("select claimed_until from server_idempotency where idempotency_key = 'key-1'"));

    private Task<ClaimOutcome> ClaimAsync(RequestFingerprint request) =>
        _store.ClaimAsync(TenantId.Local, "key", request, CancellationToken.None);

    private async Task<IdempotencyClaim> HeldAsync(RequestFingerprint request) =>
        Assert.IsType<ClaimOutcome.Held>(await ClaimAsync(request)).Claim;

    private static StoredAnswer Answer(int status) => new(status, new Dictionary<string, string>(), []);
}

public sealed class IdempotencyStoreOnSqliteTests() : IdempotencyStoreTests(TestDatabase.Sqlite());

public sealed class IdempotencyStoreOnPostgresTests() : IdempotencyStoreTests(TestDatabase.Postgres());
