namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Chat</c>: the model that answers in words for what needs one, such as memories.</summary>
public sealed class ChatSettings
{
    internal const string Section = "Chat";

    /// <summary>The model as <c>provider:model</c>; null: none, and what would use it does without.</summary>
    public string? Model { get; set; }
}
