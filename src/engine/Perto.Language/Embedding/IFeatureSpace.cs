namespace Perto.Language;

/// <summary>What features weigh and where they point.</summary>
internal interface IFeatureSpace
{
    /// <summary>How much a feature tells; 0: the space does not know it.</summary>
    /// <param name="id">The feature.</param>
    /// <param name="place">What <see cref="Add"/> knows it by.</param>
    float WeightOf(ulong id, out int place);

    /// <summary>Adds a feature's direction, <paramref name="scale"/> times.</summary>
    void Add(ulong id, int place, float scale, Span<float> vector);
}
