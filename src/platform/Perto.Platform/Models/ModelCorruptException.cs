namespace Perto.Platform;

/// <summary>A model's bytes are not those that were saved.</summary>
public sealed class ModelCorruptException(ModelVersion model, string found)
    : PertoException("model_corrupt", 500, $"The stored bytes of {model} are damaged: {found}. Roll back to another version, or train it again")
{
    /// <summary>The version whose bytes are damaged.</summary>
    public ModelVersion Model { get; } = model;
}
