namespace Perto.Platform.Tests;

public sealed class PersonalFeaturesTests
{
    private static readonly FeatureView Taste = new()
    {
        Name = "person_taste",
        Entity = FeatureView.Person,
        Features = [new Feature { Name = "likes", Kind = FeatureKind.Text }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_is_known_of_a_person_is_exported_and_erased_and_not_taken_again(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine, [TestFeatures.Activity, TestFeatures.Score, Taste]);
        await features.WriteAsync("person_taste", Likes(features, "ana", "jazz"), Likes(features, "rui", "fado"));
        await features.WriteAsync("title_score", features.Scored("ana", 1, 1));
        await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("e1", "ana", "heat", features.Now.AddDays(-1))], Token);
        Assert.True((await features.ReadAsync(Taste, "ana")).IsPresent);
        PersonalFeatures source = features.Get<IEnumerable<IPersonalDataSource>>().OfType<PersonalFeatures>().Single();
        Assert.Equal(2, await source.CountAsync(TestFeatures.Tenant, "ana", Token));
        Assert.Equal(2, await source.ExportAsync(TestFeatures.Tenant, "ana", Token).CountAsync(Token));

        Erasures erasures = features.Get<Erasures>();
        ErasureReceipt asked = await erasures.RequestAsync(TestFeatures.Tenant, "ana", Token);
        ErasureReceipt receipt = await erasures.RunAsync(TestFeatures.Tenant, asked.Id, Token);

        Assert.Equal(2, receipt.Sources.Single(one => one.Source == "features/values").Items);
        Assert.Equal(0, await source.CountAsync(TestFeatures.Tenant, "ana", Token));
        foreach (TestFeatures process in (TestFeatures[])[features, features.Other([TestFeatures.Activity, TestFeatures.Score, Taste])])
        {
            Assert.Equal(FeatureStatus.NeverWritten, (await process.ReadAsync(Taste, "ana")).Status);
            Assert.Equal(FeatureStatus.NeverWritten, (await process.ReadAsync(TestFeatures.Activity, "ana")).Status);
            Assert.True((await process.ReadAsync(Taste, "rui")).IsPresent);
            Assert.Equal(1, await process.ScoreAsync("ana"));
        }
        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => features.WriteAsync("person_taste", Likes(features, "rui", "x"), Likes(features, "ana", "y")));
        Assert.Equal("person_erased", refused.Code);
        Assert.Contains("values[1].key", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ConflictException>(() => features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("e2", "ana", "heat", features.Now)], Token));
        Assert.Contains("events[0].keys.person", refused.Message, StringComparison.Ordinal);

        BackfillChunk past = new() { Source = "past", Position = "1", Events = [Events.View("a", "ana", "heat", features.Now), Events.View("b", "rui", "heat", features.Now)] };
        await features.Store.Views.DeclareAsync(TestFeatures.Tenant, TestFeatures.Activity with { Version = 2 }, Token);
        Assert.Equal((2, 1), ((await features.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", past, Token)) is var status ? (status.Events, status.Counted) : default));
    }

    private static FeatureWrite Likes(TestFeatures features, string person, string what) => TestFeatures.Write(person, features.Now.AddHours(-1), ("likes", FeatureValue.Of(what)));
}
