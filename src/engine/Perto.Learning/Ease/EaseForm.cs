namespace Perto.Learning;

/// <summary>Which of two systems with one solution <see cref="Ease"/> inverts.</summary>
public enum EaseForm
{
    /// <summary>The smaller one.</summary>
    Automatic,

    /// <summary>The primal: a matrix of items x items.</summary>
    Items,

    /// <summary>The dual: a matrix of users x users.</summary>
    Users,
}
