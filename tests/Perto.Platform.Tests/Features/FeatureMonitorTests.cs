using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class FeatureMonitorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_has_moved_is_told_from_what_has_not(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        Random random = Seeds.Random();
        for (int batch = 0; batch < 2; batch++)
        {
            // First the hours before the window of a day, then those in it: ratings have moved and half of them are gone, years have not.
            int hours = batch == 0 ? 30 : 6;
            await features.WriteAsync("title_facts", [.. Enumerable.Range(0, 600).Select(i => TestFeatures.Write(
                $"t{i}",
                features.Now.AddHours(-hours),
                ("rating", batch == 1 && i % 2 == 0 ? null : FeatureValue.Of(random.NextDouble() + (batch * 0.5))),
                ("year", FeatureValue.Of((long)random.Next(1950, 2025))),
                ("country", FeatureValue.Of(random.Next(10) < (batch == 0 ? 9 : 3) ? "pt" : "us")),
                ("genres", FeatureValue.Of($"g{random.Next(5)}", "film"))))]);
        }

        FeatureHealth health = await features.Get<FeatureMonitor>().CheckAsync(TestFeatures.Tenant, "title_facts", windowHours: 24, cancellationToken: Token);

        Assert.Equal((600L, 600L, false), (health.CurrentRows, health.ReferenceRows, health.Sampled));
        Assert.Equal((6 * 3_600.0, 3_600L, false), (health.AgeSeconds, health.LimitSeconds, health.Fresh));
        Dictionary<string, FeatureDrift> drift = health.Features.ToDictionary(feature => feature.Name);
        Assert.Equal((DriftLevel.Large, 0.5, 0.0), (drift["rating"].Drift, drift["rating"].MissingShare, drift["rating"].ReferenceMissingShare));
        Assert.InRange(drift["rating"].Distance!.Value, 0.4, 0.6);
        Assert.InRange(drift["rating"].Probability!.Value, 0, 1e-10);
        Assert.Equal(DriftLevel.Stable, drift["year"].Drift);
        Assert.InRange(drift["year"].Probability!.Value, 0.01, 1);
        Assert.Equal(DriftLevel.Large, drift["country"].Drift);
        Assert.Equal(DriftLevel.Stable, drift["genres"].Drift);
        Assert.Equal((DriftLevel.Unknown, 1.0), (drift["plot"].Drift, drift["plot"].MissingShare));
    }

    [Fact]
    public async Task A_view_without_values_is_not_fresh_and_says_nothing_of_drift()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        FeatureHealth health = await features.Get<FeatureMonitor>().CheckAsync(TestFeatures.Tenant, "title_facts", cancellationToken: Token);
        Assert.Equal((null, false, 0L), (health.NewestAt, health.Fresh, health.CurrentRows));
        Assert.All(health.Features, feature => Assert.Equal((DriftLevel.Unknown, null), (feature.Drift, feature.MissingShare)));
        Assert.Null((await features.Get<FeatureMonitor>().CheckAsync(TestFeatures.Tenant, "title_score", cancellationToken: Token)).Fresh);
        Assert.Equal("window_hours", (await Assert.ThrowsAsync<InvalidValueException>(
            () => features.Get<FeatureMonitor>().CheckAsync(TestFeatures.Tenant, "title_facts", windowHours: 0, cancellationToken: Token))).Field);
    }

    [Fact]
    public async Task Many_rows_are_looked_at_by_a_sample()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        for (int batch = 0; batch < 12; batch++)
            await features.WriteAsync("title_score", [.. Enumerable.Range(batch * 1_000, 1_000).Select(i => features.Scored($"t{i}", 1, i))]);

        FeatureHealth health = await features.Get<FeatureMonitor>().CheckAsync(TestFeatures.Tenant, "title_score", cancellationToken: Token);

        Assert.Equal((12_000L, true), (health.CurrentRows, health.Sampled));
    }

    [Fact]
    public async Task The_scheduled_check_looks_at_all_tenants_and_sets_the_metrics()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        await features.WriteAsync("title_score", features.Scored("heat", 10, 1));
        await features.Store.Views.DeclareAsync(new TenantId("other"), TestFeatures.Score with { Name = "secret_name", ExpectedSeconds = 60 }, Token);
        await features.Store.WriteAsync(new TenantId("other"), "secret_name", [features.Scored("heat", 30, 1)], Token);
        Dictionary<string, double> ages = [];
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "perto.features.age" && ReferenceEquals(instrument.Meter.Scope, features.Get<System.Diagnostics.Metrics.IMeterFactory>()))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => ages[(string)tags[0].Value!] = value);
        listener.Start();

        string said = await ActivatorUtilities.CreateInstance<FeatureChecks>(features.Get<IServiceProvider>()).RunAsync(
            new JobContext { Job = "features-checks", RunId = "1", ScheduledFor = features.Now, Attempt = 1 }, Token);
        listener.RecordObservableInstruments();

        Assert.Equal("7 views checked, 1 not fresh, 0 drifting", said);
        Assert.Equal(600, ages["title_score"]);
        Assert.Equal(1_800, ages["other"]);
        Assert.DoesNotContain("secret_name", ages.Keys);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Counted_events_are_forgotten_when_they_can_come_again_no_more(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("old", "ana", "heat", features.Now)], Token);
        features.Clock.Advance(TimeSpan.FromDays(31));
        await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("new", "ana", "heat", features.Now)], Token);

        string said = await ActivatorUtilities.CreateInstance<FeatureCleaning>(features.Get<IServiceProvider>()).RunAsync(
            new JobContext { Job = "features-cleaning", RunId = "1", ScheduledFor = features.Now, Attempt = 1 }, Token);

        Assert.Equal("1 counted events forgotten", said);
        Assert.Equal(1, (await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("new", "ana", "heat", features.Now)], Token)).Repeated);
    }
}
