"""Decryption by AES in CBC mode, which Python's standard library does not have.

It undoes what ACM did to a private key on its way here, and nothing else: it encrypts nothing, and
nobody can measure how long it takes. FIPS 197 names the steps.
"""

_BLOCK = 16


def decrypt_cbc(key: bytes, vector: bytes, encrypted: bytes) -> bytes:
    """What was encrypted, without its padding.

    Args:
        key: 16, 24 or 32 bytes.
        vector: 16 bytes.
        encrypted: Whole blocks of 16 bytes.

    Raises:
        ValueError: The padding is not that of PKCS 7, so the key is wrong.
    """
    round_keys = _round_keys(key)
    plain = bytearray()
    previous = vector
    for start in range(0, len(encrypted), _BLOCK):
        block = encrypted[start : start + _BLOCK]
        plain += _xor(_decrypt_block(block, round_keys), previous)
        previous = block
    padding = plain[-1] if plain else 0
    if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise ValueError("the padding is wrong")
    return bytes(plain[:-padding])


def _powers() -> list[int]:
    """The powers of three in AES's field of 256 elements: all of them but zero."""
    powers = [1]
    while len(powers) < 255:
        last = powers[-1]
        doubled = last << 1 ^ (0x11B if last & 0x80 else 0)
        powers.append(doubled ^ last)
    return powers


_POWERS = _powers()
_LOGARITHMS = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(a: int, b: int) -> int:
    return _POWERS[(_LOGARITHMS[a] + _LOGARITHMS[b]) % 255] if a and b else 0


def _substitute(byte: int) -> int:
    inverse = _POWERS[-_LOGARITHMS[byte] % 255] if byte else 0
    result = 0x63
    for turn in range(5):
        result ^= (inverse << turn | inverse >> (8 - turn)) & 0xFF
    return result


_SUBSTITUTES = bytes(_substitute(byte) for byte in range(256))
_ORIGINALS = bytes(_SUBSTITUTES.index(byte) for byte in range(256))
_MULTIPLES = {f: bytes(_times(f, byte) for byte in range(256)) for f in (9, 11, 13, 14)}


def _round_keys(key: bytes) -> list[bytes]:
    words = [key[start : start + 4] for start in range(0, len(key), 4)]
    length = len(words)
    constant = 1
    for number in range(length, 4 * (length + 7)):
        word = words[-1]
        if number % length == 0:
            word = (word[1:] + word[:1]).translate(_SUBSTITUTES)
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _times(constant, 2)
        elif length > 6 and number % length == 4:
            word = word.translate(_SUBSTITUTES)
        words.append(_xor(word, words[number - length]))
    return [b"".join(words[start : start + 4]) for start in range(0, len(words), 4)]


def _decrypt_block(block: bytes, round_keys: list[bytes]) -> bytes:
    state = _xor(block, round_keys[-1])
    for number, round_key in enumerate(reversed(round_keys[:-1])):
        if number:
            state = b"".join(_unmix(state[start : start + 4]) for start in range(0, _BLOCK, 4))
        shifted = bytes(state[(place - 4 * (place % 4)) % _BLOCK] for place in range(_BLOCK))
        state = _xor(shifted.translate(_ORIGINALS), round_key)
    return state


def _unmix(column: bytes) -> bytes:
    by_9, by_11, by_13, by_14 = (_MULTIPLES[factor] for factor in (9, 11, 13, 14))
    a, b, c, d = column
    return bytes(
        (
            by_14[a] ^ by_11[b] ^ by_13[c] ^ by_9[d],
            by_9[a] ^ by_14[b] ^ by_11[c] ^ by_13[d],
            by_13[a] ^ by_9[b] ^ by_14[c] ^ by_11[d],
            by_11[a] ^ by_13[b] ^ by_9[c] ^ by_14[d],
        )
    )


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
