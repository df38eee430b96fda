using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>The model that the settings choose to answer in words (<c>Perto:Chat:Model</c>), for whatever can use one and can do without.</summary>
public sealed class Chats
{
    private const string Setting = "Perto:Chat:Model";

    private readonly LanguageModels _models;

    /// <param name="settings">Which model.</param>
    /// <param name="models">All of them.</param>
    /// <exception cref="InvalidSettingException">The name is none of a model.</exception>
    public Chats(ChatSettings settings, LanguageModels models)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _models = models;
        if (string.IsNullOrWhiteSpace(settings.Model))
            return;
        try
        {
            Model = ModelName.Parse(settings.Model, Setting);
        }
        catch (InvalidValueException wrong)
        {
            throw new InvalidSettingException(Setting, $"'{settings.Model}'", wrong.Allowed, wrong);
        }
    }

    /// <summary>The model; null: none is chosen.</summary>
    public ModelName? Model { get; }

    /// <summary>Its client, whose calls are counted to a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="purpose">What for; see <see cref="ModelCaller.Purpose"/>.</param>
    /// <returns>Null where no model is chosen.</returns>
    /// <exception cref="InvalidSettingException">There is no provider of that name, or a setting that it needs is not given.</exception>
    public IChatClient? For(TenantId tenant, string purpose = "chat")
    {
        if (Model is not { } model)
            return null;
        try
        {
            return _models.For(tenant, purpose).Chat(model, Setting);
        }
        catch (InvalidValueException wrong)
        {
            throw new InvalidSettingException(Setting, $"'{model}'", wrong.Allowed, wrong);
        }
    }
}
