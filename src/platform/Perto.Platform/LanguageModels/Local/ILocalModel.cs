namespace Perto.Platform;

/// <summary>An open model of files.</summary>
internal interface ILocalModel
{
    /// <summary>Its weights.</summary>
    ModelWeights Weights { get; }
}
