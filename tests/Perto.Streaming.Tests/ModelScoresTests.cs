using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

/// <summary>The scores of models that are asked about candidates only.</summary>
public sealed class ModelScoresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_trained_model_scores_the_candidates_of_a_page_and_those_of_the_persons_kind_highest()
    {
        await using Service service = await Service.TrainedAsync();
        Recommendation<HomeContext, Title> found = await RecommendAsync(service, "p1");
        FeatureTable features = found.Candidates.Features!;

        foreach (string kind in (string[])[ImplicitAls.ModelKind, Ease.ModelKind, ItemKnn.ModelKind])
        {
            int score = Column(features, $"score_{kind}"), place = Column(features, $"place_{kind}");
            int[] rows = [.. Enumerable.Range(0, features.Rows).OrderBy(row => features[row][place])];
            Assert.Equal(Enumerable.Range(1, rows.Length), rows.Select(row => (int)features[row][place]));
            Assert.Equal(1, features[rows[0]][score]);
            Assert.Equal(0, features[rows[rows.Length / 2]][score]);
            Assert.Equal(rows, rows.OrderByDescending(row => features[row][score]).ThenBy(row => features[row][place]));
            // p1 watched twelve of the twenty musicals.
            ILookup<bool, int> places = rows.ToLookup(row => Service.KindOf(found.Candidates[row].Id) == "Musical", row => (int)features[row][place]);
            Assert.Equal(1, places[true].Min());
            Assert.True(places[true].Average() < places[false].Average() / 2, kind);
        }
        Assert.All(Enumerable.Range(0, features.Rows), row => Assert.Equal(float.NaN, features[row][Column(features, $"score_{NeuralCf.ModelKind}")]));
    }

    [Fact]
    public async Task Somebody_without_a_history_has_no_scores()
    {
        await using Service service = await Service.TrainedAsync();

        FeatureTable features = (await RecommendAsync(service, "nobody")).Candidates.Features!;

        Assert.True(features.Rows > 0);
        Assert.All(Enumerable.Range(0, features.Rows), row => Assert.Equal(float.NaN, features[row][Column(features, $"score_{Ease.ModelKind}")]));
    }

    [Fact]
    public async Task Models_that_are_named_are_trained_on_the_titles_that_most_people_watched_and_read_back()
    {
        await using Service service = await Service.OpenAsync(settings:
            [("Perto:Streaming:Training:Scorers", "ncf"), ("Perto:Streaming:Training:ScorerTitles", "10")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        await service.Training.TrainAsync(TenantId.Local, progress: null, Cancellation);

        ModelRegistry registry = service.Services.GetRequiredService<ModelRegistry>();
        ModelVersion version = (await registry.LiveAsync(TenantId.Local, CollaborativeModel.ModelName, Cancellation))!;
        var artifact = CollaborativeArtifact.Read(await registry.ReadAsync(version, Cancellation));

        Assert.Equal(NeuralCf.ModelKind, Assert.Single(artifact.Scorers.Models).Kind);
        Assert.Equal(10, artifact.Scorers.TitleIds.Count);
        Assert.Equal(60, artifact.TitleIds.Count);
        Dictionary<string, int> watchers = Service.Ratings().Split('\n').Skip(1).Where(line => line.Length > 0).CountBy(line => line.Split(',')[1]).ToDictionary();
        int least = artifact.Scorers.TitleIds.Min(id => watchers[id]);
        Assert.All(watchers.Where(title => !artifact.Scorers.TitleIds.Contains(title.Key)), title => Assert.True(title.Value <= least));
    }

    [Fact]
    public async Task A_model_of_the_first_form_is_read_without_scorers()
    {
        await using Service service = await Service.TrainedAsync();
        ModelRegistry registry = service.Services.GetRequiredService<ModelRegistry>();
        ModelVersion version = (await registry.LiveAsync(TenantId.Local, CollaborativeModel.ModelName, Cancellation))!;
        var artifact = CollaborativeArtifact.Read(await registry.ReadAsync(version, Cancellation));
        using var stream = new MemoryStream();
        var writer = new Perto.Numerics.BinaryFileWriter(stream, "streaming-collaborative", 1);
        writer.Text("titles", string.Join('\n', artifact.TitleIds));
        writer.End();
        artifact.Factors.Save(stream);

        var read = CollaborativeArtifact.Read(stream.ToArray());

        Assert.Equal(artifact.TitleIds, read.TitleIds);
        Assert.Empty(read.Scorers.Models);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_refused_by_its_name()
    {
        await using Service service = await Service.OpenAsync(settings: [("Perto:Streaming:Training:Scorers", "ease,bert")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => service.Training.TrainAsync(TenantId.Local, progress: null, Cancellation));

        Assert.Contains("must be of ease, itemknn, ncf; got 'bert'", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<Recommendation<HomeContext, Title>> RecommendAsync(Service service, string person) =>
        await service.Streaming.RecommendAsync(await service.Streaming.ContextAsync(TenantId.Local, person, HomeRequest.None, withExperiments: false, Cancellation), 20, Cancellation);

    private static int Column(FeatureTable features, string name) => features.Names.ToList().IndexOf(name);
}
