using Perto.Language;

namespace Perto.Platform;

/// <summary>The weights of a model, in memory that is mapped from files.</summary>
/// <param name="Tensors">The weights.</param>
/// <param name="Files">Where they lie.</param>
internal sealed record ModelWeights(TensorSet Tensors, IReadOnlyList<MappedFile> Files)
{
    /// <summary>A file that was written over since it was mapped; null: none.</summary>
    public MappedFile? Changed => Files.FirstOrDefault(file => file.Changed);
}
