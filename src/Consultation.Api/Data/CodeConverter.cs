using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CivicPlatform.Consultation.Data;

/// <summary>Keeps an enum in the database under its published code.</summary>
internal sealed class CodeConverter<T>()
    : ValueConverter<T, string>(value => Codes.Of(value), code => Codes.Parse<T>(code))
    where T : struct, Enum;
