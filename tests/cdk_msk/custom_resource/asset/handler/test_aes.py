"""Decryption by AES, against the standard's vectors and a library."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given, settings
from hypothesis import strategies as st

VECTORS = [  # FIPS 197, appendix C
    ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
    (
        "000102030405060708090a0b0c0d0e0f1011121314151617",
        "dda97ca4864cdfe06eaf70a0ec0d7191",
    ),
    (
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "8ea2b7ca516745bfeafc49904b496089",
    ),
]
KEYS = st.sampled_from([16, 24, 32]).flatmap(lambda size: st.binary(min_size=size, max_size=size))
BLOCKS = st.binary(min_size=16, max_size=16)


@pytest.fixture(scope="module")
def aes(load):
    return load("aes")


@pytest.mark.parametrize(("key", "encrypted"), VECTORS, ids=["128", "192", "256"])
def test_the_vectors_of_the_standard(aes, key, encrypted):
    """One block under a key of each length is what the standard says it is."""
    key, encrypted = bytes.fromhex(key), bytes.fromhex(encrypted)
    plain = aes._decrypt_block(encrypted, aes._round_keys(key))
    assert plain.hex() == "00112233445566778899aabbccddeeff"


@settings(max_examples=40, deadline=None)
@given(key=KEYS, vector=BLOCKS, plain=st.binary(max_size=70))
def test_undoes_what_a_library_did(load, key, vector, plain):
    """Whatever is encrypted comes back, of any length and under a key of any."""
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    encrypted = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    assert load("aes").decrypt_cbc(key, vector, encrypted) == plain


@pytest.mark.parametrize("encrypted", [b"", bytes(16), bytes(32)])
def test_refuses_wrong_padding(aes, encrypted):
    """What was not encrypted under the key ends in no padding."""
    with pytest.raises(ValueError, match="padding"):
        aes.decrypt_cbc(bytes(16), bytes(16), encrypted)
