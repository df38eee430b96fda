using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Embarrassingly shallow autoencoder (Steck 2019): the item-to-item weights B that rebuild the interactions best,
/// |X - X B|^2 + lambda |B|^2 with a diagonal of zeros, in closed form. Fitted by inverting a matrix of items x items or, for
/// fewer users than items, one of users x users; both give the same scores. In the second form the model holds the
/// interactions it was fitted on, so it is personal data.
/// </summary>
public sealed class Ease : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "ease";

    private const int FileVersion = 1;

    private readonly EaseWeights _weights;

    private Ease(EaseForm form, EaseWeights weights)
    {
        Form = form;
        _weights = weights;
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _weights.ItemCount;

    /// <summary>The form that was chosen: items or users.</summary>
    public EaseForm Form { get; }

    /// <summary>Fits the weights.</summary>
    /// <param name="interactions">What users did; weights are the values to rebuild.</param>
    /// <param name="settings">See there.</param>
    /// <param name="options">Threads and progress in rows of the inverse; nothing that changes the result.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <exception cref="SettingOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ModelTooLargeException">The matrix to invert has more rows than the settings allow.</exception>
    public static Ease Fit(
        InteractionMatrix interactions, EaseSettings settings, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        settings.Validate();
        bool byItems = settings.Form == EaseForm.Items
            || (settings.Form == EaseForm.Automatic && (settings.Dropout > 0 || interactions.ItemCount <= interactions.UserCount));
        int side = byItems ? interactions.ItemCount : interactions.UserCount;
        if (side > settings.MaximumSide)
        {
            throw new ModelTooLargeException(
                byItems ? "number of items for EASE" : "number of users for EASE", side, settings.MaximumSide, (long)side * side * sizeof(float));
        }

        ParallelOptions parallel = (options ?? new FitOptions()).Parallel(cancellationToken);
        Action<int>? progress = options?.Progress is { } report ? rows => report(new FitProgress(rows, side, null)) : null;
        return byItems
            ? new Ease(EaseForm.Items, EaseItemWeights.Fit(interactions, settings.Regularization, settings.Dropout, parallel, progress))
            : new Ease(EaseForm.Users, EaseUserWeights.Fit(interactions, settings.Regularization, parallel, progress));
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.Require(items, weights, ItemCount);
        History.RequireScores(scores.Length, ItemCount);
        _weights.Score(items, weights, scores);
    }

    /// <inheritdoc/>
    public void ScoreSome(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        History.Require(items, weights, ItemCount);
        History.RequireWanted(wanted, scores.Length, ItemCount);
        _weights.ScoreSome(items, weights, wanted, scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        _weights.Score(histories, firstUser, userCount, scores);
    }

    /// <inheritdoc/>
    /// <remarks>By weight: how strongly having the item speaks for the other.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        float[] scores = new float[ItemCount];
        Score([item], [], scores);
        return TopN.Select(scores, [item], similar);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        History.RequireItem(item, ItemCount);
        _weights.Column(items, item, contributions);
        for (int i = 0; i < items.Length; i++)
            contributions[i] *= History.Weight(weights, i);
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<byte>("form", [Form == EaseForm.Items ? (byte)0 : (byte)1]);
        _weights.Save(writer);
        writer.End();
    }

    internal static Ease Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        byte[] form = reader.Section<byte>("form");
        RecommenderModels.Require(form is [0] or [1], "form", "it is neither 0 (items) nor 1 (users)");
        Ease model = form[0] == 0
            ? new Ease(EaseForm.Items, EaseItemWeights.Load(reader))
            : new Ease(EaseForm.Users, EaseUserWeights.Load(reader));
        reader.End();
        return model;
    }
}
