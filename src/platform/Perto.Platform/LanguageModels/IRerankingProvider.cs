namespace Perto.Platform;

/// <summary>Whose models judge how well documents answer a query.</summary>
public interface IRerankingProvider
{
    /// <summary>Its name, as <see cref="ModelName.Provider"/>.</summary>
    string Name { get; }

    /// <summary>A model.</summary>
    /// <param name="model">The provider's name of it; empty: its default.</param>
    /// <exception cref="InvalidSettingException">A setting that it needs, such as its key, is not given.</exception>
    /// <exception cref="InvalidValueException">There is no such model.</exception>
    IReranker Reranker(string model);
}
