#include "textflag.h"

DATA places<>+0(SB)/8, $0
DATA places<>+8(SB)/8, $1
DATA places<>+16(SB)/8, $2
DATA places<>+24(SB)/8, $3
DATA places<>+32(SB)/8, $4
DATA places<>+40(SB)/8, $5
DATA places<>+48(SB)/8, $6
DATA places<>+56(SB)/8, $7
GLOBL places<>(SB), RODATA|NOPTR, $64

// The least of many values: Y0 and Y1 hold eight running minima, Y2 and Y3 where they are, Y4 and Y5 the places
// of the next eight values, Y6 eights.
#define LEAST_BEGIN \
	VMOVDQU      places<>+0(SB), Y4  \
	VMOVDQU      places<>+32(SB), Y5 \
	MOVQ         $8, AX              \
	VMOVQ        AX, X6              \
	VPBROADCASTQ X6, Y6              \
	MOVQ         $0x7ff0000000000000, AX \
	VMOVQ        AX, X0              \
	VPBROADCASTQ X0, Y0              \
	VMOVDQA      Y0, Y1              \
	VMOVDQA      Y4, Y2              \
	VMOVDQA      Y5, Y3

// Y7 and Y8 are the next eight values. Changes Y9 and Y10.
#define LEAST_NEXT \
	VCMPPD    $0x11, Y0, Y7, Y9  \
	VCMPPD    $0x11, Y1, Y8, Y10 \
	VMINPD    Y0, Y7, Y0         \
	VMINPD    Y1, Y8, Y1         \
	VBLENDVPD Y9, Y4, Y2, Y2     \
	VBLENDVPD Y10, Y5, Y3, Y3    \
	VPADDQ    Y6, Y4, Y4         \
	VPADDQ    Y6, Y5, Y5

// AX becomes the place of the least, the first of equals: places of other values count as very large.
#define LEAST_END \
	VMINPD       Y0, Y1, Y7      \
	VEXTRACTF128 $1, Y7, X8      \
	VMINPD       X7, X8, X7      \
	VPERMILPD    $1, X7, X8      \
	VMINPD       X7, X8, X7      \
	VBROADCASTSD X7, Y7          \
	VCMPPD       $4, Y7, Y0, Y9  \
	VCMPPD       $4, Y7, Y1, Y10 \
	VPSRLQ       $1, Y9, Y9      \
	VPSRLQ       $1, Y10, Y10    \
	VPOR         Y9, Y2, Y2      \
	VPOR         Y10, Y3, Y3     \
	VPCMPGTQ     Y3, Y2, Y9      \
	VBLENDVPD    Y9, Y3, Y2, Y2  \
	VEXTRACTI128 $1, Y2, X3      \
	VPCMPGTQ     X3, X2, X9      \
	VBLENDVPD    X9, X3, X2, X2  \
	VPSHUFD      $0x4e, X2, X3   \
	VPCMPGTQ     X3, X2, X9      \
	VBLENDVPD    X9, X3, X2, X2  \
	VMOVQ        X2, AX

// func argminMaskedAVX2(v, mask *float64, n int) int
TEXT ·argminMaskedAVX2(SB), NOSPLIT, $0-32
	MOVQ v+0(FP), SI
	MOVQ mask+8(FP), DX
	MOVQ n+16(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (SI), Y7
	VMOVUPD 32(SI), Y8
	VADDPD  (DX), Y7, Y7
	VADDPD  32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DX
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+24(FP)
	VZEROUPPER
	RET

// func mergeWeightedAVX2(u, v, mask *float64, fu, fv float64, n int) int
TEXT ·mergeWeightedAVX2(SB), NOSPLIT, $0-56
	MOVQ         u+0(FP), SI
	MOVQ         v+8(FP), DI
	MOVQ         mask+16(FP), DX
	VBROADCASTSD fu+24(FP), Y12
	VBROADCASTSD fv+32(FP), Y13
	MOVQ         n+40(FP), CX
	LEAST_BEGIN

next:
	VMULPD      (SI), Y12, Y7
	VMULPD      32(SI), Y12, Y8
	VFMADD231PD (DI), Y13, Y7
	VFMADD231PD 32(DI), Y13, Y8
	VMOVUPD     Y7, (SI)
	VMOVUPD     Y8, 32(SI)
	VADDPD      (DX), Y7, Y7
	VADDPD      32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ        $64, SI
	ADDQ        $64, DI
	ADDQ        $64, DX
	SUBQ        $8, CX
	JNZ         next
	LEAST_END
	MOVQ AX, ret+48(FP)
	VZEROUPPER
	RET

// func mergeMaxAVX2(u, v, mask *float64, n int) int
TEXT ·mergeMaxAVX2(SB), NOSPLIT, $0-40
	MOVQ u+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ mask+16(FP), DX
	MOVQ n+24(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (SI), Y7
	VMOVUPD 32(SI), Y8
	VMAXPD  (DI), Y7, Y7
	VMAXPD  32(DI), Y8, Y8
	VMOVUPD Y7, (SI)
	VMOVUPD Y8, 32(SI)
	VADDPD  (DX), Y7, Y7
	VADDPD  32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DI
	ADDQ    $64, DX
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

// func mergeWardAVX2(u, v, size, mask *float64, a, b, ab float64, n int) int
TEXT ·mergeWardAVX2(SB), NOSPLIT, $0-72
	MOVQ         u+0(FP), SI
	MOVQ         v+8(FP), DI
	MOVQ         size+16(FP), R8
	MOVQ         mask+24(FP), DX
	VBROADCASTSD a+32(FP), Y11
	VBROADCASTSD b+40(FP), Y12
	VBROADCASTSD ab+48(FP), Y13
	VADDPD       Y11, Y12, Y14
	MOVQ         n+56(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD     (SI), Y7
	VMOVUPD     (DI), Y9
	VMOVUPD     (R8), Y10
	VADDPD      Y9, Y7, Y15
	VSUBPD      Y13, Y15, Y15
	VMULPD      Y11, Y7, Y7
	VFMADD231PD Y12, Y9, Y7
	VFMADD231PD Y10, Y15, Y7
	VADDPD      Y14, Y10, Y10
	VDIVPD      Y10, Y7, Y7
	VMOVUPD     32(SI), Y8
	VMOVUPD     32(DI), Y9
	VMOVUPD     32(R8), Y10
	VADDPD      Y9, Y8, Y15
	VSUBPD      Y13, Y15, Y15
	VMULPD      Y11, Y8, Y8
	VFMADD231PD Y12, Y9, Y8
	VFMADD231PD Y10, Y15, Y8
	VADDPD      Y14, Y10, Y10
	VDIVPD      Y10, Y8, Y8
	VMOVUPD     Y7, (SI)
	VMOVUPD     Y8, 32(SI)
	VADDPD      (DX), Y7, Y7
	VADDPD      32(DX), Y8, Y8
	LEAST_NEXT
	ADDQ        $64, SI
	ADDQ        $64, DI
	ADDQ        $64, R8
	ADDQ        $64, DX
	SUBQ        $8, CX
	JNZ         next
	LEAST_END
	MOVQ AX, ret+64(FP)
	VZEROUPPER
	RET

// func primStepAVX2(x *float64, d, blocks int, q, near *float64, from *int64, last int64) int
// Y12-Y15 distances of a block, Y7-Y11 for the rest.
TEXT ·primStepAVX2(SB), NOSPLIT, $0-64
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R9
	MOVQ blocks+16(FP), BX
	MOVQ near+32(FP), DI
	MOVQ from+40(FP), R8
	LEAST_BEGIN

block:
	MOVQ   q+24(FP), CX
	MOVQ   R9, DX
	VXORPD Y12, Y12, Y12
	VXORPD Y13, Y13, Y13
	VXORPD Y14, Y14, Y14
	VXORPD Y15, Y15, Y15

column:
	VBROADCASTSD (CX), Y11
	VSUBPD       (SI), Y11, Y7
	VSUBPD       32(SI), Y11, Y8
	VSUBPD       64(SI), Y11, Y9
	VSUBPD       96(SI), Y11, Y10
	VFMADD231PD  Y7, Y7, Y12
	VFMADD231PD  Y8, Y8, Y13
	VFMADD231PD  Y9, Y9, Y14
	VFMADD231PD  Y10, Y10, Y15
	ADDQ         $8, CX
	ADDQ         $128, SI
	DECQ         DX
	JNZ          column

	VPBROADCASTQ last+48(FP), Y11
	VMOVUPD      (DI), Y7
	VMOVUPD      32(DI), Y8
	VCMPPD       $0x11, Y7, Y12, Y9
	VCMPPD       $0x11, Y8, Y13, Y10
	VMINPD       Y7, Y12, Y7
	VMINPD       Y8, Y13, Y8
	VMOVDQU      (R8), Y12
	VMOVDQU      32(R8), Y13
	VBLENDVPD    Y9, Y11, Y12, Y12
	VBLENDVPD    Y10, Y11, Y13, Y13
	VMOVUPD      Y7, (DI)
	VMOVUPD      Y8, 32(DI)
	VMOVDQU      Y12, (R8)
	VMOVDQU      Y13, 32(R8)
	LEAST_NEXT
	VMOVUPD      64(DI), Y7
	VMOVUPD      96(DI), Y8
	VCMPPD       $0x11, Y7, Y14, Y9
	VCMPPD       $0x11, Y8, Y15, Y10
	VMINPD       Y7, Y14, Y7
	VMINPD       Y8, Y15, Y8
	VMOVDQU      64(R8), Y12
	VMOVDQU      96(R8), Y13
	VBLENDVPD    Y9, Y11, Y12, Y12
	VBLENDVPD    Y10, Y11, Y13, Y13
	VMOVUPD      Y7, 64(DI)
	VMOVUPD      Y8, 96(DI)
	VMOVDQU      Y12, 64(R8)
	VMOVDQU      Y13, 96(R8)
	LEAST_NEXT
	ADDQ         $128, DI
	ADDQ         $128, R8
	DECQ         BX
	JNZ          block
	LEAST_END
	MOVQ AX, ret+56(FP)
	VZEROUPPER
	RET

// func transposeTileAVX2(in, out *float64, stride int)
// 16 × 16 values by tiles of 4 × 4. The lines written to in two tiles' time are asked for.
TEXT ·transposeTileAVX2(SB), NOSPLIT, $0-24
	MOVQ in+0(FP), SI
	MOVQ out+8(FP), DI
	MOVQ stride+16(FP), R8
	SHLQ $3, R8
	LEAQ (R8)(R8*2), R9 // 3 rows
	MOVQ R8, R12
	SHLQ $5, R12        // 32 rows
	MOVQ $4, BX

columns:
	LEAQ       (DI)(R12*1), R11
	PREFETCHT0 (R11)
	PREFETCHT0 64(R11)
	PREFETCHT0 (R11)(R8*1)
	PREFETCHT0 64(R11)(R8*1)
	PREFETCHT0 (R11)(R8*2)
	PREFETCHT0 64(R11)(R8*2)
	PREFETCHT0 (R11)(R9*1)
	PREFETCHT0 64(R11)(R9*1)
	MOVQ       SI, R10
	MOVQ       DI, R11
	MOVQ       $4, CX

rows:
	VMOVUPD    (R10), Y0
	VMOVUPD    (R10)(R8*1), Y1
	VMOVUPD    (R10)(R8*2), Y2
	VMOVUPD    (R10)(R9*1), Y3
	VUNPCKLPD  Y1, Y0, Y4
	VUNPCKHPD  Y1, Y0, Y5
	VUNPCKLPD  Y3, Y2, Y6
	VUNPCKHPD  Y3, Y2, Y7
	VPERM2F128 $0x20, Y6, Y4, Y0
	VPERM2F128 $0x20, Y7, Y5, Y1
	VPERM2F128 $0x31, Y6, Y4, Y2
	VPERM2F128 $0x31, Y7, Y5, Y3
	VMOVUPD    Y0, (R11)
	VMOVUPD    Y1, (R11)(R8*1)
	VMOVUPD    Y2, (R11)(R8*2)
	VMOVUPD    Y3, (R11)(R9*1)
	LEAQ       (R10)(R8*4), R10
	ADDQ       $32, R11
	DECQ       CX
	JNZ        rows
	ADDQ       $32, SI
	LEAQ       (DI)(R8*4), DI
	DECQ       BX
	JNZ        columns
	VZEROUPPER
	RET

// func scatterColumnsAVX2(of *[8]*float64, row *int32, a *float64, stride, n int)
// Each row gets a line of its own, which is asked for some rows ahead.
TEXT ·scatterColumnsAVX2(SB), NOSPLIT, $0-40
	MOVQ of+0(FP), SI
	MOVQ row+8(FP), DI
	MOVQ stride+24(FP), DX
	MOVQ n+32(FP), CX
	SHLQ $3, DX
	XORQ BX, BX
	MOVQ 0(SI), R8
	MOVQ 8(SI), R9
	MOVQ 16(SI), R10
	MOVQ 24(SI), R11
	MOVQ 32(SI), R12
	MOVQ 40(SI), R13
	MOVQ 48(SI), AX
	MOVQ 56(SI), SI

next:
	VMOVSD       (R8)(BX*8), X0
	VMOVHPD      (R9)(BX*8), X0, X0
	VMOVSD       (R10)(BX*8), X1
	VMOVHPD      (R11)(BX*8), X1, X1
	VMOVSD       (R12)(BX*8), X2
	VMOVHPD      (R13)(BX*8), X2, X2
	VMOVSD       (AX)(BX*8), X3
	VMOVHPD      (SI)(BX*8), X3, X3
	MOVLQSX      64(DI)(BX*4), R15
	IMULQ        DX, R15
	ADDQ         a+16(FP), R15
	PREFETCHT0   (R15)
	MOVLQSX      (DI)(BX*4), R15
	IMULQ        DX, R15
	ADDQ         a+16(FP), R15
	VMOVUPD      X0, (R15)
	VMOVUPD      X1, 16(R15)
	VMOVUPD      X2, 32(R15)
	VMOVUPD      X3, 48(R15)
	INCQ         BX
	CMPQ         BX, CX
	JNE          next
	RET

// func argminWardAVX2(dist, size *float64, own float64, n int) int
TEXT ·argminWardAVX2(SB), NOSPLIT, $0-40
	MOVQ         dist+0(FP), SI
	MOVQ         size+8(FP), DI
	VBROADCASTSD own+16(FP), Y11
	MOVQ         n+24(FP), CX
	LEAST_BEGIN

next:
	VMOVUPD (DI), Y9
	VMOVUPD 32(DI), Y10
	VMULPD  (SI), Y9, Y7
	VMULPD  32(SI), Y10, Y8
	VADDPD  Y11, Y9, Y9
	VADDPD  Y11, Y10, Y10
	VDIVPD  Y9, Y7, Y7
	VDIVPD  Y10, Y8, Y8
	LEAST_NEXT
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $8, CX
	JNZ     next
	LEAST_END
	MOVQ AX, ret+32(FP)
	VZEROUPPER
	RET

// func maxIntoAVX2(u, v *float64, n int)
TEXT ·maxIntoAVX2(SB), NOSPLIT, $0-24
	MOVQ u+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ n+16(FP), CX

next:
	VMOVUPD (SI), Y0
	VMOVUPD 32(SI), Y1
	VMAXPD  (DI), Y0, Y0
	VMAXPD  32(DI), Y1, Y1
	VMOVUPD Y0, (SI)
	VMOVUPD Y1, 32(SI)
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $8, CX
	JNZ     next
	VZEROUPPER
	RET
