using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The number of users each item has: the same list for everyone, and the yardstick for every other model.</summary>
public sealed class Popularity : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "popularity";

    private const int FileVersion = 1;

    private readonly float[] _users;

    private Popularity(float[] users) => _users = users;

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _users.Length;

    /// <summary>Counts.</summary>
    public static Popularity Fit(InteractionMatrix interactions)
    {
        float[] users = new float[interactions.ItemCount];
        foreach (int item in interactions.AllItems)
            users[item]++;
        return new Popularity(users);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.Require(items, weights, ItemCount);
        History.RequireScores(scores.Length, ItemCount);
        _users.CopyTo(scores);
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        for (int user = 0; user < userCount; user++)
            _users.CopyTo(scores.Slice(user * ItemCount, ItemCount));
    }

    /// <inheritdoc/>
    /// <remarks>Every item is as similar as it is popular.</remarks>
    public int Similar(int item, Span<ScoredItem> similar)
    {
        History.RequireItem(item, ItemCount);
        return TopN.Select(_users, [item], similar);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        History.RequireItem(item, ItemCount);
        contributions[..items.Length].Clear();
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<float>("users", _users);
        writer.End();
    }

    internal static Popularity Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        Popularity model = new(reader.Section<float>("users"));
        reader.End();
        return model;
    }
}
