using System.Diagnostics.CodeAnalysis;

namespace CivicPlatform.Kernel;

/// <summary>Success, or the <see cref="Kernel.Error"/> that a rule gave.</summary>
public readonly record struct Result(Error? Error)
{
    public static readonly Result Success = new(null);

    public bool Succeeded([NotNullWhen(false)] out Error? error) => (error = Error) is null;

    public static implicit operator Result(Error error) => new(error);
}

/// <summary>A value, or the <see cref="Kernel.Error"/> that a rule gave.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error) => (_value, Error) = (value, error);

    public Error? Error { get; }

    /// <summary>The value; throws when the rule refused, because reading it then is a bug of the caller.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"Refused: {Error.Code}");

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Error? error)
    {
        (value, error) = (_value, Error);
        return error is null;
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}
