using System.Globalization;

namespace Perto.Platform;

/// <summary>
/// A version that was compared with the live one on the same cases: it goes live unless it may be worse by more than a drop that is allowed.
/// One figure next to another says little where both move with the data; the interval of their difference says what is known.
/// </summary>
/// <param name="Metric">What was compared, higher is better.</param>
/// <param name="Against">The version that it was compared with; null where none was live.</param>
/// <param name="Difference">The mean of the candidate's value less the other's.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="AllowedDrop">How far below 0 the lower end may lie; 0 or greater.</param>
public sealed record PairedGate(string Metric, int? Against, double Difference, double Low, double High, double AllowedDrop) : IModelGate
{
    /// <inheritdoc/>
    public string? Refusal(ModelVersion candidate, ModelVersion? live)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (live?.Version != Against)
            return $"{candidate} was compared with {Name(candidate, Against)}, and {Name(candidate, live?.Version)} is live by now: train again";
        return Low >= -AllowedDrop
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Metric} of {candidate} differs from that of {Name(candidate, Against)} by {Difference:0.####} ({Low:0.####} to {High:0.####}); the lower end must be {-AllowedDrop:0.####} at least");
    }

    private static string Name(ModelVersion candidate, int? version) => version is { } number ? $"{candidate.Name}@{number}" : "what serves without a model";
}
