namespace Perto.Platform;

/// <summary>A layout that can be told by a mapping where in a user's files its columns stand.</summary>
public interface IMappedImportFormat : IImportFormat
{
    /// <summary>The layout as the mapping describes it.</summary>
    /// <exception cref="InvalidValueException">The mapping breaks a rule, which is named with the field and the value.</exception>
    IImportFormat With(string mapping);
}
