using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class DependencyTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_call_that_may_be_made_again_is_made_as_often_as_the_settings_say_and_waits_longer_each_time()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 3, RetryDelay = TimeSpan.FromMilliseconds(100), BreakerCalls = 100 });
        List<DateTimeOffset> attempts = [];

        Task<int> call = dependency.CallAsync<int>(
            _ =>
            {
                attempts.Add(_clock.GetUtcNow());
                throw new SocketException((int)SocketError.ConnectionRefused);
            },
            cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await MoveUntilDoneAsync(call);

        DependencyException failed = await Assert.ThrowsAsync<DependencyException>(() => call);
        Assert.Equal("shop", failed.Dependency);
        Assert.StartsWith("shop cannot be reached: ", failed.Message, StringComparison.Ordinal);
        Assert.Equal(3, attempts.Count);
        Assert.All(attempts.Zip(attempts.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.Equal((1, 1, 2), (dependency.Status.Calls, dependency.Status.Failures, dependency.Status.Retries));
        Assert.Equal(failed.Reason, dependency.Status.Failure);
    }

    [Fact]
    public async Task A_call_that_may_not_be_made_again_is_made_once()
    {
        Dependency dependency = Make(new DependencySettings());
        int attempts = 0;

        await Assert.ThrowsAsync<DependencyException>(() => dependency.CallAsync<int>(
            _ =>
            {
                attempts++;
                throw new IOException("cut");
            },
            repeatable: false,
            TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task What_would_fail_again_is_not_tried_again_and_does_not_open_the_breaker()
    {
        Dependency dependency = Make(new DependencySettings { BreakerCalls = 2 });
        int attempts = 0;

        for (int call = 0; call < 10; call++)
        {
            await Assert.ThrowsAsync<DependencyException>(() => dependency.CallAsync<int>(
                _ =>
                {
                    attempts++;
                    throw new DependencyException("shop", "refused the key", "Set another key");
                },
                cancellationToken: TestContext.Current.CancellationToken).AsTask());
        }

        Assert.Equal(10, attempts);
        Assert.Equal(DependencyState.Up, dependency.State);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_cut_off()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 1, Timeout = TimeSpan.FromMilliseconds(250) });

        Task<int> call = dependency.CallAsync(ForeverAsync, cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await MoveUntilDoneAsync(call);

        DependencyException failed = await Assert.ThrowsAsync<DependencyException>(() => call);
        Assert.Equal("did not answer within 250 ms", failed.Reason);
        Assert.Contains("Perto:Dependencies:shop:Timeout", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_its_cancellation_and_counts_as_no_failure()
    {
        Dependency dependency = Make(new DependencySettings());
        using CancellationTokenSource stopping = new();

        Task<int> call = dependency.CallAsync(ForeverAsync, cancellationToken: stopping.Token).AsTask();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, dependency.Status.Failures);
    }

    [Fact]
    public async Task After_too_many_failures_calls_fail_at_once_until_one_that_is_let_through_succeeds()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 1, BreakerCalls = 4, BreakerPause = TimeSpan.FromSeconds(5) });
        bool broken = true;
        int attempts = 0;
        ValueTask<int> Call() => dependency.CallAsync<int>(
            _ =>
            {
                attempts++;
                return broken ? throw new IOException("cut") : ValueTask.FromResult(7);
            },
            cancellationToken: TestContext.Current.CancellationToken);

        for (int call = 0; call < 20; call++)
            await Assert.ThrowsAsync<DependencyException>(() => Call().AsTask());
        Assert.Equal(4, attempts);
        Assert.Equal(DependencyState.Down, dependency.State);
        DependencyException refused = await Assert.ThrowsAsync<DependencyException>(() => Call().AsTask());
        Assert.Contains("left alone after too many failures (the last: cannot be reached: cut)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.RetryAfter);
        Assert.Equal(17, dependency.Status.Refused);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<DependencyException>(() => Call().AsTask());
        Assert.Equal(5, attempts);
        await Assert.ThrowsAsync<DependencyException>(() => Call().AsTask());
        Assert.Equal(5, attempts);

        broken = false;
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(7, await Call());
        Assert.Equal(DependencyState.Up, dependency.State);
    }

    [Theory]
    [InlineData("failing", DependencyState.Down)]
    [InlineData("cancelled", DependencyState.Down)]
    // Who asks for fewer calls is there.
    [InlineData("throttled", DependencyState.Up)]
    public async Task What_becomes_of_the_call_that_is_let_through_decides_whether_others_are(string probe, DependencyState state)
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 1, BreakerCalls = 2, BreakerPause = TimeSpan.FromSeconds(5) });
        for (int call = 0; call < 2; call++)
            await Assert.ThrowsAsync<DependencyException>(() => dependency.CallAsync<int>(_ => throw new IOException("cut"), cancellationToken: TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(DependencyState.Down, dependency.State);
        _clock.Advance(TimeSpan.FromSeconds(5));

        using CancellationTokenSource stopping = new();
        bool made = false;
        Task<int> through = dependency.CallAsync(
            attempt =>
            {
                made = true;
                return probe switch
                {
                    "failing" => throw new IOException("still cut"),
                    "throttled" => throw new DependencyException("shop", "asks for fewer calls", "Wait") { Transient = true, Throttled = true },
                    _ => ForeverAsync(attempt),
                };
            },
            cancellationToken: stopping.Token).AsTask();
        await stopping.CancelAsync();
        if (probe == "cancelled")
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => through);
        else
            await Assert.ThrowsAsync<DependencyException>(() => through);

        Assert.True(made);
        Assert.Equal(state, dependency.State);
        Assert.Equal(probe switch { "failing" => "cannot be reached: still cut", "throttled" => "asks for fewer calls", _ => "cannot be reached: cut" }, dependency.Status.Failure);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(7, await dependency.CallAsync(_ => ValueTask.FromResult(7), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(DependencyState.Up, dependency.State);
    }

    [Fact]
    public async Task A_service_that_asks_for_patience_gets_it_up_to_the_longest_wait()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 2, RetryDelay = TimeSpan.Zero, LongestRetryDelay = TimeSpan.FromSeconds(3) });
        List<DateTimeOffset> attempts = [];

        Task<int> call = dependency.CallAsync(
            _ =>
            {
                attempts.Add(_clock.GetUtcNow());
                return attempts.Count == 2
                    ? ValueTask.FromResult(1)
                    : throw new DependencyException("shop", "has too much to do", "Wait") { Transient = true, RetryAfter = TimeSpan.FromMinutes(1) };
            },
            cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await MoveUntilDoneAsync(call);

        Assert.Equal(1, await call);
        Assert.InRange(attempts[1] - attempts[0], TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_service_that_only_asks_for_fewer_calls_is_not_left_alone()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 1, BreakerCalls = 2 });
        int attempts = 0;

        for (int call = 0; call < 10; call++)
        {
            await Assert.ThrowsAsync<DependencyException>(() => dependency.CallAsync<int>(
                _ =>
                {
                    attempts++;
                    throw new DependencyException("shop", "asks for fewer calls", "Wait") { Transient = true, Throttled = true };
                },
                cancellationToken: TestContext.Current.CancellationToken).AsTask());
        }

        Assert.Equal(10, attempts);
        Assert.Equal(DependencyState.Up, dependency.State);
    }

    [Fact]
    public async Task Those_who_were_asked_for_the_same_patience_do_not_come_back_together()
    {
        Dependency dependency = Make(new DependencySettings { Attempts = 2, BreakerCalls = 1_000 });
        ConcurrentBag<DateTimeOffset> again = [];

        Task[] calls =
        [
            .. Enumerable.Range(0, 50).Select(_ =>
            {
                int attempts = 0;
                return dependency.CallAsync(
                    _ =>
                    {
                        if (++attempts == 1)
                            throw new DependencyException("shop", "asks for fewer calls", "Wait") { Transient = true, Throttled = true, RetryAfter = TimeSpan.FromSeconds(1) };
                        again.Add(_clock.GetUtcNow());
                        return ValueTask.FromResult(attempts);
                    },
                    cancellationToken: TestContext.Current.CancellationToken).AsTask();
            }),
        ];
        await MoveUntilDoneAsync(Task.WhenAll(calls));

        Assert.True(again.Distinct().Count() > 10, $"{again.Distinct().Count()} different moments");
        Assert.All(again, moment => Assert.True(moment - new ManualTimeProvider().GetUtcNow() >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void What_is_answered_without_it_is_counted_and_noted_in_the_request_at_hand()
    {
        Dependency dependency = Make(new DependencySettings());
        IDegraded degraded = DegradedRequest.Collect();

        dependency.FellBack("database");
        dependency.FellBack("database");

        Assert.Equal(["shop"], degraded.Names);
        Assert.Equal(2, dependency.Status.Fallbacks);
    }

    [Fact]
    public void Settings_change_how_it_is_called_and_are_shown()
    {
        Dependency dependency = Make(new DependencySettings(), new() { ["Perto:Dependencies:shop:Timeout"] = "00:00:00.100", ["Perto:Dependencies:shop:Attempts"] = "5" });

        Assert.Equal((100, 5), (dependency.Status.Rules.TimeoutMs, dependency.Status.Rules.Attempts));
    }

    [Theory]
    [InlineData("Perto:Dependencies:shop:Attempts", "0", "Perto:Dependencies:shop:Attempts (environment PERTO__DEPENDENCIES__SHOP__ATTEMPTS) is '0'; allowed: 1..20")]
    [InlineData("Perto:Dependencies:shap:Attempts", "2", "Perto:Dependencies:shap (environment PERTO__DEPENDENCIES__SHAP) is of nothing that this server uses; allowed: s3, shop")]
    public void A_setting_that_cannot_be_used_is_named(string setting, string value, string message)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Make(new DependencySettings(), new() { [setting] = value }));

        Assert.Equal(message, refused.Message);
    }

    private Dependency Make(DependencySettings defaults, Dictionary<string, string?>? settings = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build();
        services.AddPerto(configuration).AddDependency("shop", "Sells; without it nothing is sold", defaults);
        return services.BuildServiceProvider().GetRequiredService<Dependencies>()["shop"];
    }

    private static async ValueTask<int> ForeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }

    // Time moves only where somebody waits for it, in steps so small that no wait is passed over.
    private async Task MoveUntilDoneAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }
}
