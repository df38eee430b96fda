using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Whose models turn texts into vectors.</summary>
public interface IEmbeddingProvider
{
    /// <summary>Its name, as <see cref="ModelName.Provider"/>.</summary>
    string Name { get; }

    /// <summary>
    /// The generator of a model. It gives one vector for each text, in their order, and says in its <see cref="EmbeddingGeneratorMetadata"/> which
    /// model that is and, where it is known beforehand, of how many dimensions.
    /// </summary>
    /// <param name="model">The provider's name of it; empty: its default.</param>
    /// <exception cref="InvalidSettingException">A setting that it needs, such as its key, is not given.</exception>
    /// <exception cref="InvalidValueException">There is no such model.</exception>
    IEmbeddingGenerator<string, Embedding<float>> Generator(string model);
}
