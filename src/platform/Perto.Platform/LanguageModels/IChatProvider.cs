using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>Whose models answer in words.</summary>
public interface IChatProvider
{
    /// <summary>Its name, as <see cref="ModelName.Provider"/>.</summary>
    string Name { get; }

    /// <summary>The client of a model.</summary>
    /// <param name="model">The provider's name of it; empty: its default.</param>
    /// <exception cref="InvalidSettingException">A setting that it needs, such as its key, is not given.</exception>
    IChatClient Chat(string model);
}
