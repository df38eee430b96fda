using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Tries a model: whether it answers, with what, how fast, and whether it is still the model that it was.</summary>
internal sealed class EmbeddingChecks(Embeddings embeddings, EmbeddingCacheTable table, DerivedCollections collections, IOptions<EmbeddingSettings> settings)
{
    /// <summary>Cosine with an earlier vector of the same text, under which it is another model. Services that compute in half precision stay above it.</summary>
    public const double Same = 0.999;

    private const string Remedy = "Embed collections anew, and accept it with 'perto embed check --accept', which forgets what it gave before";

    private const string First = "The courier left the parcel with a neighbour on Tuesday.";
    private const string Near = "On Tuesday the parcel was left with the neighbour by the courier.";
    private const string Far = "Quantum chromodynamics describes quarks bound by gluons.";

    public async Task<EmbeddingCheck> RunAsync(TenantId tenant, ModelName? name, bool accept, CancellationToken cancellationToken)
    {
        // The model itself is asked: what is kept, and what it gave before, say nothing of how it does now.
        EmbeddingModel model = embeddings.Open(name ?? embeddings.DefaultModel);
        long started = Stopwatch.GetTimestamp();
        float[] vector = (await AskAsync(model, tenant, [First], cancellationToken))[0];
        double one = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        string[] batch = [First, Near, Far, .. Enumerable.Range(0, Math.Max(1, settings.Value.BatchSize - 3)).Select(Sentence)];
        started = Stopwatch.GetTimestamp();
        float[][] many = await AskAsync(model, tenant, batch, cancellationToken);
        double each = Stopwatch.GetElapsedTime(started).TotalMilliseconds / batch.Length;

        string space = EmbeddingSpace.Of(model, new EmbeddingRequest { Normalize = false });
        float[]? before = await table.ProbeAsync(tenant, space, cancellationToken);
        var check = new EmbeddingCheck
        {
            Model = model.Name.ToString(),
            Version = model.Version,
            Dimensions = vector.Length,
            Length = Math.Sqrt(vector.Sum(value => (double)value * value)),
            Repeated = Cosine(vector, many[0]),
            Unchanged = before is null ? null : Cosine(vector, before),
            Near = Cosine(many[0], many[1]),
            Far = Cosine(many[0], many[2]),
            OneMs = one,
            EachOfBatchMs = each,
            Problems = [],
        };
        check = check with { Problems = [.. Problems(check, before?.Length ?? model.OwnDimensions, await collections.ListAsync(tenant, cancellationToken))] };
        if (accept)
            await embeddings.AcceptAsync(tenant, model, vector.Length, cancellationToken);
        // A model that has changed goes on being reported until somebody says that it is meant to be so, and one that is wrong is no measure.
        if (accept || (before is null && check.Ok))
            await table.KeepProbeAsync(tenant, space, vector, cancellationToken);
        return check;
    }

    private static async Task<float[][]> AskAsync(EmbeddingModel model, TenantId tenant, string[] texts, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> answer = await model.Generator.GenerateAsync(
            texts, new EmbeddingGroup(tenant, EmbeddingPurpose.Document, Dimensions: null).Options(), cancellationToken);
        model.CheckForm(answer, texts.Length);
        return [.. answer.Select(embedding => embedding.Vector.ToArray())];
    }

    private static IEnumerable<string> Problems(EmbeddingCheck check, int before, IReadOnlyList<DerivedCollection> collections)
    {
        if (before > 0 && before != check.Dimensions)
            yield return $"It gives {check.Dimensions} dimensions where it gave {before}: it is another model. {Remedy}";
        else if (check.Unchanged < Same)
            yield return string.Create(CultureInfo.InvariantCulture, $"It is another model than at the check before (cosine {check.Unchanged:0.000}). {Remedy}");
        if (check.Length == 0)
            yield return "It gives a vector of zeros: nothing is near to such a text";
        else if (check.Repeated < Same)
            yield return string.Create(CultureInfo.InvariantCulture, $"It gives different vectors for the same text (cosine {check.Repeated:0.000}): kept vectors and new ones do not fit each other");
        if (check.Near <= check.Far)
            yield return string.Create(CultureInfo.InvariantCulture, $"It finds sentences of one meaning no nearer ({check.Near:0.000}) than sentences of two ({check.Far:0.000})");
        foreach (DerivedCollection collection in collections)
        {
            if (collection.State == CollectionState.Live && (collection.Model == check.Model || collection.Model == check.Version) && collection.Dimension != check.Dimensions)
                yield return $"Collection '{collection.Alias}' has {collection.Dimension} dimensions under this model, which gives {check.Dimensions}: embed it anew";
        }
    }

    private static string Sentence(int number) => string.Create(CultureInfo.InvariantCulture, $"Sentence {number} of the check is about nothing in particular.");

    private static double Cosine(float[] x, float[] y)
    {
        if (x.Length != y.Length)
            return 0;
        double product = 0, ofX = 0, ofY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            product += (double)x[i] * y[i];
            ofX += (double)x[i] * x[i];
            ofY += (double)y[i] * y[i];
        }
        return ofX == 0 || ofY == 0 ? 0 : product / Math.Sqrt(ofX * ofY);
    }
}
