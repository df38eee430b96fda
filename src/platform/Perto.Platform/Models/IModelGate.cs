namespace Perto.Platform;

/// <summary>Decides whether a version may go live.</summary>
public interface IModelGate
{
    /// <summary>Why <paramref name="candidate"/> may not take the place of <paramref name="live"/>; null when it may.</summary>
    string? Refusal(ModelVersion candidate, ModelVersion? live);
}
