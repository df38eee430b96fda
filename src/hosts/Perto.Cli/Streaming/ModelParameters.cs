using Perto.Platform;

namespace Perto.Cli;

/// <summary>Parameters of models as the command line gives them: <c>name=value</c> for each model, <c>model.name=value</c> for one.</summary>
internal static class ModelParameters
{
    /// <summary>Those of one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="models">All models that are fitted.</param>
    /// <param name="given">What was given.</param>
    /// <exception cref="InvalidValueException">One is not of that form, or names a model that is not fitted.</exception>
    public static IReadOnlyDictionary<string, string> Of(string model, IReadOnlyList<string> models, IEnumerable<string> given)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string parameter in given)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new InvalidValueException("--param", parameter, "name=value", $"--param must be name=value; got '{parameter}'");
            string name = parameter[..equals];
            string? owner = models.FirstOrDefault(known => name.StartsWith(known + '.', StringComparison.Ordinal));
            if (owner is null || owner == model)
                parameters[owner is null ? name : name[(owner.Length + 1)..]] = parameter[(equals + 1)..];
        }

        return parameters;
    }
}
